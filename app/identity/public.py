"""What other rooms may use of identity."""

from app.identity.actions import (
    Recognised,
    add_machine,
    add_user,
    chosen,
    close_session,
    grant_role,
    mark_seen,
    open_office,
    open_post,
    open_session,
    recognise,
    recognise_machine,
    switch_role,
    token_digest,
)
from app.identity.clients import (
    AlreadyWithdrawn,
    Client,
    IssuedClient,
    clients,
    issue_client,
    withdraw_client,
)
from app.identity.errors import NotSignedIn, RoleNotHeld, SignInFailed, TokenRefused
from app.identity.models import BorderPost, Office, User
from app.identity.passwords import hashed
from app.identity.permissions import ROLES, demand, machine_scopes, matrix, may
from app.identity.queries import (
    Colleague,
    Grant,
    Place,
    actor_by_grant,
    actor_by_username,
    actor_in_role,
    colleagues,
    grants_of,
    machine,
    name_and_seat,
    names,
    office_of,
    offices,
    posts,
    signed_in,
    user_id_of,
    username_of,
)
from app.identity.readers import Reader, readers
from app.identity.tokens import TokenClaims, Tokens

# For joins in other rooms' reads; nobody else writes them.
user_table = User.__table__
office_table = Office.__table__
post_table = BorderPost.__table__

__all__ = [
    "ROLES",
    "AlreadyWithdrawn",
    "Client",
    "Colleague",
    "Grant",
    "IssuedClient",
    "NotSignedIn",
    "Place",
    "Reader",
    "Recognised",
    "RoleNotHeld",
    "SignInFailed",
    "TokenClaims",
    "TokenRefused",
    "Tokens",
    "actor_by_grant",
    "actor_by_username",
    "actor_in_role",
    "add_machine",
    "add_user",
    "chosen",
    "clients",
    "close_session",
    "colleagues",
    "demand",
    "grant_role",
    "grants_of",
    "hashed",
    "issue_client",
    "machine",
    "machine_scopes",
    "mark_seen",
    "matrix",
    "may",
    "name_and_seat",
    "names",
    "office_of",
    "office_table",
    "offices",
    "open_office",
    "open_post",
    "open_session",
    "post_table",
    "posts",
    "readers",
    "recognise",
    "recognise_machine",
    "signed_in",
    "switch_role",
    "token_digest",
    "user_id_of",
    "user_table",
    "username_of",
    "withdraw_client",
]
