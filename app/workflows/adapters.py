"""Which adapters this deployment's settings name for what leaves it."""

from pathlib import Path

from app.notices.public import ByChannel, FileOutbox, MailOutbox, Outbox, SmsGateway
from app.settings import Settings


def outbox_of(chosen: Settings) -> Outbox:
    """E-mail and SMS by the server and the gateway of the settings; each that is not set, as files for somebody to see."""
    adapters: dict[str, Outbox] = {}
    if chosen.smtp_host:
        adapters["email"] = MailOutbox(
            host=chosen.smtp_host,
            port=chosen.smtp_port,
            sender=chosen.mail_sender,
            security=chosen.smtp_security,
            user=chosen.smtp_user,
            password=_secret(chosen.smtp_password_file),
            seconds=chosen.notice_seconds,
        )
    if chosen.sms_url:
        adapters["sms"] = SmsGateway(
            url=chosen.sms_url,
            method=chosen.sms_method,
            headers=chosen.sms_headers,
            body=chosen.sms_body,
            secret=chosen.sms_secret,
            seconds=chosen.notice_seconds,
        )
    return ByChannel(adapters, otherwise=FileOutbox(chosen.var_dir / "outbox"))


def _secret(file: Path | None) -> str | None:
    return file.read_text(encoding="utf-8").strip() if file else None
