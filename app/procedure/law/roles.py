"""Who may act in a procedure: the roles that a profile may name. Any other word in a profile is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from app.procedure.law.basis import Label

# People who sign in, then the two who never do: the applicant acts through somebody's desk, the system through nobody's.
ROLES: Mapping[str, Label] = MappingProxyType(
    {
        "border_liaison_officer": Label(es="Oficial de enlace fronterizo", en="Border liaison officer"),
        "registration_officer": Label(es="Oficial de registro", en="Registration officer"),
        "eligibility_officer": Label(es="Oficial de elegibilidad", en="Eligibility officer"),
        "supervisor": Label(es="Supervisión", en="Supervisor"),
        "commission_secretary": Label(
            es="Secretaría del órgano que decide", en="Secretary of the deciding body"
        ),
        "commission_member": Label(es="Integrante del órgano que decide", en="Member of the deciding body"),
        "appeals_clerk": Label(es="Secretaría de recursos", en="Appeals clerk"),
        "appeals_judge": Label(es="Autoridad de recursos", en="Appeals authority"),
        "documentation_officer": Label(es="Oficial de documentación", en="Documentation officer"),
        "legal_representative": Label(es="Representante legal", en="Legal representative"),
        "child_protection_officer": Label(es="Protección de la niñez", en="Child protection officer"),
        "quality_assessor": Label(es="Evaluación de calidad", en="Quality assessor"),
        "coi_researcher": Label(es="Información de país de origen", en="Country information researcher"),
        "auditor": Label(es="Auditoría", en="Auditor"),
        "data_protection_officer": Label(es="Protección de datos", en="Data protection officer"),
        "administrator": Label(es="Administración", en="Administrator"),
        "applicant": Label(es="Persona solicitante", en="Applicant"),
        "system": Label(es="Sistema", en="System"),
    }
)
