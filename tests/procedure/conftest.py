"""How hard Hypothesis looks: some examples in every run, many where a test run may take its time."""

from hypothesis import settings

settings.register_profile("default", max_examples=40)
settings.register_profile("thorough", max_examples=300)
settings.load_profile("default")
