from django.db import connection


class CountQueries:
    """Say in a header how many queries an answer took; outermost, so that it misses none."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        self.queries = 0
        with connection.execute_wrapper(self.count):
            response = self.get_response(request)
        response.headers["X-Queries"] = str(self.queries)
        return response

    def count(self, execute, sql, params, many, context):
        self.queries += 1
        return execute(sql, params, many, context)
