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
    names,
    office_of,
    offices,
    posts,
    signed_in,
    username_of,
)
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
    "names",
    "office_of",
    "office_table",
    "offices",
    "open_office",
    "open_post",
    "open_session",
    "post_table",
    "posts",
    "recognise",
    "recognise_machine",
    "signed_in",
    "switch_role",
    "token_digest",
    "user_table",
    "username_of",
    "withdraw_client",
]
