"""What a release needs, all of it real, but for the child: certificates are read in this process."""

from importlib import import_module

from spoc_desk.bootstrap.releases import ReleaseRoom
from spoc_desk.system.resources import resource_folder


class HereParser:
    """Calls the function that the child would call, here."""

    def call(self, function, arguments, timeout=30.0):
        module, name = function.split(":")
        return getattr(import_module(module), name)(**arguments)


def release_room() -> ReleaseRoom:
    return ReleaseRoom(resource_folder(), HereParser())
