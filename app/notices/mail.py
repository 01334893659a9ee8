"""Messages by e-mail, over SMTP (RFC 5321)."""

import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal

import aiosmtplib

from app.notices.outbox import Outgoing, TryLater, Undeliverable

Security = Literal["starttls", "tls", "none"]
# A subject is read over a shoulder and by whoever runs the mail server: it is the same for every notice.
SUBJECTS = {
    "es": "Tiene un aviso",
    "en": "There is a message for you",
    "fr": "Vous avez un message",
    "pt": "Há um aviso para você",
    "ht": "Gen yon mesaj pou ou",
}


@dataclass(frozen=True, slots=True)
class MailOutbox:
    """Hands messages to one mail server. `security`: STARTTLS, TLS from the first byte, or none, for a server on this machine."""

    host: str
    port: int
    sender: str
    security: Security = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    seconds: float = 20.0
    trust: ssl.SSLContext | None = None

    async def put(self, message: Outgoing) -> None:
        try:
            await aiosmtplib.send(
                self._letter(message),
                hostname=self.host,
                port=self.port,
                username=self.user,
                password=self.password,
                use_tls=self.security == "tls",
                start_tls=self.security == "starttls",
                tls_context=self.trust,
                timeout=self.seconds,
            )
        except aiosmtplib.SMTPRecipientsRefused as refused:
            answer = refused.recipients[0]
            raise _fault(answer.code, answer.message) from refused
        except aiosmtplib.SMTPAuthenticationError as refused:
            # Ours to put right, and then the same message goes.
            raise TryLater(f"{refused.code} {refused.message}") from refused
        except aiosmtplib.SMTPResponseException as refused:
            raise _fault(refused.code, refused.message) from refused
        except (aiosmtplib.SMTPException, OSError) as away:
            raise TryLater(type(away).__name__) from away

    def _letter(self, message: Outgoing) -> EmailMessage:
        letter = EmailMessage()
        letter["From"], letter["To"] = self.sender, message.address
        letter["Subject"] = SUBJECTS[message.language]
        letter["Message-ID"] = f"<{message.id}@{self.sender.rpartition('@')[2].rstrip('>')}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter["Content-Language"] = message.language
        letter.set_content(message.body)
        return letter


def _fault(code: int, said: str) -> Exception:
    """A server's 5xx is for good, its 4xx for now (RFC 5321, 4.2.1)."""
    return (Undeliverable if 500 <= code < 600 else TryLater)(f"{code} {said}"[:300])
