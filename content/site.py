def practice(request):
    return {}
