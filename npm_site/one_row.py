class OneRow:
    """Admin of a table that has one row. What can be added is asked for the frame of each page of admin:
    there the answer is no without a look, which is taken on the list of the table itself."""

    def get_model_perms(self, request):
        return {
            "add": False,
            "change": self.has_change_permission(request),
            "delete": False,
            "view": self.has_view_permission(request),
        }
