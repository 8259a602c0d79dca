"""Who has signed in, as the desk knows them: by an id of ours, and by a name that cannot be read as anything but a name."""

from dataclasses import dataclass

from loket.core.staff_member import StaffMember

from desk.role import Role, leading_role


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who has signed in: the keyed hash of who they are at the provider, their name, and what they are here for."""

    staff_id: str
    name: str
    roles: frozenset[Role]

    @property
    def member(self) -> StaffMember:
        """Return who they are, as what they do is written down."""
        return StaffMember(id=self.staff_id, name=self.name, role=leading_role(self.roles))
