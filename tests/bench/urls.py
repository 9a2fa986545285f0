from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def bare(request):
    return HttpResponse(b"ok")


urlpatterns = [path("bare/", bare), path("", include("npm_site.urls"))]
