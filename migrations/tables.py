"""Every table of every room, for `alembic` alone: importing this fills `Model.metadata`."""

import app.assessments.instructions
import app.assessments.models
import app.audit.models
import app.best_interests.models
import app.cases.batches.models
import app.cases.conflicts.models
import app.cases.mandates.models
import app.cases.models
import app.cases.notes.models
import app.coi.models
import app.core.heartbeat
import app.core.idempotency
import app.decisions.chamber_models
import app.decisions.models
import app.decisions.service.models
import app.decisions.signing.models
import app.decisions.texts.models
import app.documents.attachments.models
import app.documents.models
import app.documents.tokens.models
import app.identity.models
import app.intake.bulk.models
import app.intake.encounters.models
import app.intake.models
import app.intake.offline.models
import app.intake.screening.models
import app.interviews.models
import app.notices.models
import app.overrides.models
import app.people.family.models
import app.people.models
import app.people.pairs.models
import app.quality.calibration.models
import app.quality.models
import app.quality.recommendations.models
import app.referrals.models
import app.remedies.hearings.models
import app.remedies.loss.models
import app.remedies.models
import app.remedies.panel.models
import app.representation.models
import app.scheduling.feeds.models
import app.scheduling.hours.models
import app.scheduling.models
import app.scheduling.staff.models
import app.scheduling.waiting.models
import app.statistics.facts.models
import app.statistics.forecast.models
import app.statistics.publishing.models  # noqa: F401
from app.core.database import Model

metadata = Model.metadata
