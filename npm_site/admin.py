"""What allauth shows in admin by itself stays out: it would put secrets on a page."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin

admin.site.unregister([EmailAddress, Authenticator])
