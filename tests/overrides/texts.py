"""Override files for tests: invented values."""


def override(
    months: int = 5, *, of: str = "CRI/2024-06", es: str = "Ajuste de prueba", more: str = ""
) -> str:
    """The first decision within so many months instead of three."""
    return f"""
[override]
of        = "{of}"
label     = {{ es = "{es}", en = "Trial override" }}
synthetic = true

[limits.first_decision]
length       = "{months} months"
{more}
"""


# A stage that no event leads to.
WITH_A_DEFECT = (
    override(6)
    + """
[[stages]]
name  = "nowhere"
label = { es = "A ninguna parte", en = "Nowhere" }
open  = true
track = false
removal_barred = { is = true, verification = "unknown", synthetic = true }
"""
)
BECAUSE = "Circular de prueba 7-2026 de la Dirección."
# Return is barred no longer while a claim is registered.
UNBARRED = """
[[stages]]
name = "registered"
removal_barred = { is = false, verification = "unknown", synthetic = true }
"""
