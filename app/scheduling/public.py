"""What other rooms may use of scheduling."""

from app.scheduling.actions import (
    LENGTH,
    NO_SHOW_CHECK,
    add_interpreter,
    book,
    call_off,
    cancel,
    keep,
    miss,
    note_unanswered,
    open_room,
)
from app.scheduling.errors import AlreadyBooked, NotBooked
from app.scheduling.models import Appointment
from app.scheduling.queries import (
    AppointmentView,
    RoomView,
    Slot,
    appointment,
    appointments_of,
    appointments_with,
    free_slots,
    interpreters,
    rooms,
)
from app.scheduling.rules import RoomNeeds, room_for, room_needs

appointment_table = Appointment.__table__

__all__ = [
    "LENGTH",
    "NO_SHOW_CHECK",
    "AlreadyBooked",
    "AppointmentView",
    "NotBooked",
    "RoomNeeds",
    "RoomView",
    "Slot",
    "add_interpreter",
    "appointment",
    "appointment_table",
    "appointments_of",
    "appointments_with",
    "book",
    "call_off",
    "cancel",
    "free_slots",
    "interpreters",
    "keep",
    "miss",
    "note_unanswered",
    "open_room",
    "room_for",
    "room_needs",
    "rooms",
]
