"""Whether this machine runs on its battery."""

import psutil


def on_battery() -> bool:
    """False where that cannot be known."""
    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError, NotImplementedError):  # systems without the sensor
        return False
    return battery is not None and battery.power_plugged is False
