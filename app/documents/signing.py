"""Signing a PDF so that any reader shows who signed and whether it was changed since: PAdES B-B (ETSI EN 319 142-1), by pyHanko."""

import io
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509  # type: ignore[import-untyped]
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.core import secrets


@dataclass(frozen=True, slots=True)
class Seal:
    """The authority's certificate with its key."""

    certificate: x509.Certificate
    signer: signers.SimpleSigner

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return str(self.certificate.sha256.hex())


def seal(now: datetime, *, name: str) -> Seal:
    """The deployment's seal: the one that the settings name, or one of its own making, called `name`, from `now` on."""
    pem = secrets.seal_pem(now, name=name)
    certificates = list(load_certs_from_pemder_data(pem))
    signer = signers.SimpleSigner(
        signing_cert=certificates[0],
        signing_key=load_private_key_from_pemder_data(pem, passphrase=None),
        cert_registry=SimpleCertificateStore.from_certs(certificates),  # type: ignore[no-untyped-call]
    )
    return Seal(certificates[0], signer)


def sealed(content: bytes, with_seal: Seal) -> bytes:
    """The PDF with a signature over all of it. It stays PDF/UA-1: the field is hidden, as that standard asks."""
    hidden = fields.InvisSigSettings(set_print_flag=False, set_hidden_flag=True)
    field = fields.SigFieldSpec("Seal", invis_sig_settings=hidden)
    metadata = signers.PdfSignatureMetadata(
        field_name="Seal", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )  # fmt: skip
    signing = signers.PdfSigner(metadata, signer=with_seal.signer, new_field_spec=field)
    out = io.BytesIO()
    signing.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), output=out)
    return out.getvalue()
