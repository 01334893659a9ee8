"""How signing in fails: always the same words, whatever was wrong."""

from app.core.errors import Refusal, TooMany


class SignInFailed(Refusal):
    kind = "unauthenticated"
    message = "El usuario o la contraseña no son correctos."


class TooManyFailures(TooMany):
    message = "Demasiados intentos fallidos. Espere 15 minutos o pida ayuda a la administración."


class NotSignedIn(Refusal):
    kind = "unauthenticated"
    message = "Inicie sesión para continuar."


class TokenRefused(Refusal):
    kind = "unauthenticated"
    message = "La credencial no es válida o venció."


class RoleNotHeld(Refusal):
    kind = "unauthenticated"
    message = "Usted no tiene esa función."
