from hypothesis import settings

# A busy machine is slow now and then, which says nothing about the rules.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
