"""When the practitioner is busy elsewhere, by calendars of her own. Times are kept, nothing else."""
