"""One module a gap. `replace` is how all of them change MiniStack."""


def replace(module, name, make):
    """Sets `module.name` to `make(original)`. Fails when there is no such name: the pinned version was changed."""
    if not hasattr(module, name):
        raise SystemExit(f"local cloud: {module.__name__}.{name} is gone; the launcher was written for MiniStack 1.5.33")
    setattr(module, name, make(getattr(module, name)))
