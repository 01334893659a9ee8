"""Settings from the environment: prefix `ACOGIDA_`, and plain `DATABASE_URL`. Each has a working default."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, PositiveFloat, PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict

MEGABYTE = 1024 * 1024


class Settings(BaseSettings):
    """What an installation may choose. Secrets are named by file; nothing here is itself a secret but the URLs."""

    model_config = SettingsConfigDict(
        env_prefix="ACOGIDA_", env_ignore_empty=True, frozen=True, populate_by_name=True
    )

    environment: Literal["demo", "production"] = "demo"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    # None: the embedded PostgreSQL, in `var_dir`/postgres. This URL belongs to the owner role and runs the migrations.
    database_url: str | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_URL", "ACOGIDA_DATABASE_URL"), repr=False
    )
    # The roles that requests and jobs use. A URL of its own where the server asks for a password of its own;
    # None: `database_url` with the role's name in it.
    database_app_role: str = "acogida_app"
    database_app_url: str | None = Field(default=None, repr=False)
    database_worker_role: str = "acogida_worker"
    database_worker_url: str | None = Field(default=None, repr=False)
    database_pool_size: PositiveInt = 10
    database_statement_seconds: PositiveFloat = 15.0
    database_lock_seconds: PositiveFloat = 5.0

    var_dir: Path = Path("var")
    # None: generated in `var_dir`/secrets with mode 0600, which is for demonstrations and single machines.
    jwt_private_key_file: Path | None = None
    session_secret_file: Path | None = None
    master_key_file: Path | None = None
    document_key_file: Path | None = None
    # A folder with the keys that sign documents, one file each. Servers that print for one deployment share it.
    signing_keys_dir: Path | None = None
    # PEM: the certificate that seals what is given in electronic form, those that vouch for it, and its private key.
    seal_file: Path | None = None

    # How decisions are signed: each with their own key (`certificate`), on the sheet and attested by the authority's seal
    # (`by_hand`), or with the key where one was enrolled and by hand else (`either`).
    signing_means: Literal["certificate", "by_hand", "either"] = "either"
    # A time-stamping authority (RFC 3161), and how long it is waited for. None: signatures have no stamp.
    timestamp_url: str | None = None
    timestamp_seconds: PositiveFloat = 4.0
    # PEM: the authority that issues signatories' certificates, with its key; None: one of its own, in `var_dir`/secrets.
    signing_authority_file: Path | None = None
    # PEM: other authorities whose certificates signatories may enrol.
    signing_issuers_file: Path | None = None
    # PKCS#11: the library of the token, for keys that never leave it; its PIN is typed at each signature.
    pkcs11_library: Path | None = None

    public_base_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    # None: secure exactly where `public_base_url` is https.
    cookie_secure: bool | None = None
    body_limit_bytes: PositiveInt = 5 * MEGABYTE
    # The file of a bulk import (app/intake/bulk).
    import_limit_bytes: PositiveInt = 61 * MEGABYTE
    # A file kept with a case (app/documents/attachments): three hours of speech as Opus are some forty.
    attachment_limit_bytes: PositiveInt = 64 * MEGABYTE
    # ClamAV's clamd, which is asked about every file that comes in: `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`. None: nobody
    # is asked. Named and away, no file is received. Its StreamMaxLength has to be as large as the files (app/edge/malware.py).
    malware_scanner: str | None = Field(default=None, pattern=r"^(?:tcp://[^/\s]+:\d+|unix:///\S+)$")
    malware_seconds: PositiveFloat = 60.0
    keep_alive_seconds: PositiveInt = 20
    shutdown_seconds: PositiveInt = 10
    session_idle_minutes: PositiveInt = 30
    session_absolute_hours: PositiveInt = 12
    access_token_minutes: PositiveInt = 10

    # ISO 3166-1 alpha-3: whose procedure this deployment runs (app/procedure/profiles).
    profile_country: str = Field(default="CRI", pattern=r"^[A-Z]{3}$")
    # A TOML file whose values replace the profile's, for an office's own numbers.
    profile_overrides: Path | None = None

    # An outside biometric matcher that is asked who an identifier is matched to: a JSON file for trials, or an https address.
    # None: nobody is asked, and only equal identifiers are seen (app/people/biometrics.py).
    biometric_matcher: str | None = None
    biometric_matcher_token_file: Path | None = None

    # Where notices leave. Without a mail server or a gateway they are written as files in `var_dir`/outbox.
    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65535)
    # `none` is for a server on this machine alone.
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password_file: Path | None = None
    mail_sender: str = "avisos@localhost"
    # The SMS gateway. `$to`, `$text`, `$id` and `$language` in the address and the body are filled in for each message.
    sms_url: str | None = None
    sms_method: Literal["POST", "PUT", "GET"] = "POST"
    sms_headers: dict[str, str] = Field(default_factory=dict, repr=False)
    sms_body: str = '{"id": "$id", "to": "$to", "text": "$text"}'
    # Signs what is sent to the gateway, and what the gateway says back (app/notices/gateway.py).
    sms_secret_file: Path | None = None
    notice_seconds: PositiveFloat = 20.0

    @property
    def sms_secret(self) -> bytes | None:
        """What signs to and from the SMS gateway; None: nothing is signed, and no receipt is believed."""
        return self.sms_secret_file.read_bytes().strip() if self.sms_secret_file else None

    @property
    def postgres_dir(self) -> Path:
        """Where the embedded PostgreSQL lives."""
        return self.var_dir / "postgres"

    @property
    def secrets_dir(self) -> Path:
        """Where generated secrets live."""
        return self.var_dir / "secrets"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies carry `Secure`."""
        if self.cookie_secure is None:
            return self.public_base_url.startswith("https://")
        return self.cookie_secure


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
