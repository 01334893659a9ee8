"""An authority of one's own, for a deployment that has none: certificates for those who sign, and whom else certificates are believed from.

Small on purpose: one root, P-256, certificates for signatures alone (key usage: digital signature and non-repudiation, RFC 5280).
"""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from app.core import secrets
from app.settings import settings

LASTS = timedelta(days=730)


def issue(
    now: datetime, *, name: str, username: str, seat: str, passphrase: str, synthetic: bool = False
) -> bytes:
    """A new key with its certificate for that person, as PKCS#12 under that passphrase. The private key is nowhere else."""
    certificate, private = _authority(now)
    key = generate_private_key(SECP256R1())
    words = [
        x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
        x509.NameAttribute(NameOID.USER_ID, username[:64]),
    ]
    if seat:
        words.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, seat[:64]))
    if synthetic:
        words.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, "DEMOSTRACIÓN: sin valor"))
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(words))
        .issuer_name(certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(min(now + LASTS, certificate.not_valid_after_utc))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(certificate.public_key()),  # type: ignore[arg-type]
            critical=False,
        )
        .sign(private, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        name.encode(), key, made, [certificate], BestAvailableEncryption(passphrase.encode())
    )


def believed(certificate: x509.Certificate, now: datetime) -> bool:
    """Was it issued by the authority of this deployment, or by one that the settings name?"""
    for issuer in _issuers(now):
        try:
            certificate.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature):
            continue
        return True
    return False


def root(now: datetime) -> x509.Certificate:
    """The certificate of the deployment's own authority, made at the first call."""
    return _authority(now)[0]


def _issuers(now: datetime) -> list[x509.Certificate]:
    named = settings().signing_issuers_file
    return [root(now), *(x509.load_pem_x509_certificates(named.read_bytes()) if named else ())]


def _authority(now: datetime) -> tuple[x509.Certificate, EllipticCurvePrivateKey]:
    pem = secrets.signing_authority_pem(now, name=f"Acogida {settings().profile_country}: firmas")
    private = load_pem_private_key(pem, password=None)
    if not isinstance(private, EllipticCurvePrivateKey):
        raise TypeError("the key of the signing authority is an elliptic-curve key")
    return x509.load_pem_x509_certificate(pem), private


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, content_commitment=not signs_certificates, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
