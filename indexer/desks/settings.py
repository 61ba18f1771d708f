"""The settings of a library: what they are now, and what else has to happen when one is changed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace

from indexer import protocol
from indexer.desks import Handlers
from indexer.settings import CHOICE, Settings
from indexer.store.writer import Writer
from indexer.watch.rules import built_in

_BUILT_IN = {"exclude": built_in()}


class SettingsDesk:
    """`current` is what holds now. `choose_model` is asked where a setting chooses which vectors are made (it keeps
    those by itself, with `keep`), `effects` are called after a setting of that name was changed."""

    def __init__(
        self,
        current: Settings,
        writer: Writer,
        choose_model: Callable[[Settings], None],
        effects: Mapping[str, Callable[[], object]],
        on_change: Callable[[], None],
    ) -> None:
        self.current = current
        self._writer = writer
        self._choose_model = choose_model
        self._effects = effects
        self._on_change = on_change

    def handlers(self) -> Handlers:
        return {
            protocol.GetSettings: lambda _: self.show(),
            protocol.ChangeSetting: self.change,
            protocol.Pause: lambda request: self.change(protocol.ChangeSetting("paused", request.paused)),
        }

    def show(self) -> protocol.Settings:
        usual = Settings()
        return protocol.Settings(
            tuple(
                protocol.SettingValue(
                    item.name,
                    getattr(self.current, item.name),
                    getattr(usual, item.name),
                    item.metadata["help"],
                    _BUILT_IN.get(item.name, ""),
                    item.metadata["among"],
                )
                for item in fields(Settings)
            )
        )

    def change(self, request: protocol.ChangeSetting) -> None:
        """Raises BadRequest for an unknown name or a value that does not fit. Some settings take effect at the next
        start of the service; their help says so."""
        name = request.name
        changed = self.current.changed(name, request.value)
        if name in CHOICE:
            self._choose_model(changed if name != "model" else replace(changed, dimension=0))
            return
        self.keep(changed, [name])
        if name in self._effects:
            self._effects[name]()
        self._on_change()

    def keep(self, settings: Settings, names: Iterable[str]) -> None:
        """Have these settings hold from now on."""
        for name in names:
            value = getattr(settings, name)
            self.current = self.current.changed(name, value)
            self._writer.set_setting(name, value)
