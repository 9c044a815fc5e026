"""A person's notices and how they want to be told; and for the administrator what could not be sent."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from taizhang.county.audit import clock
from taizhang.county.matters import notices, outbox
from taizhang.county.matters.models import Delivery, Preference
from taizhang.county.people import access
from taizhang.county.people.roles import Action

PER_PAGE = 30


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(notices.of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    unread = notices.unread(request.user)
    context = {
        "title": "通知", "page": page, "unread": unread,
        "may_administer": access.holds(request.user, Action.ADMINISTER),
    }  # fmt: skip
    return render(request, "matters/notices.html", context)


@login_required
@require_GET
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Goes where a notice leads; with that it is read."""
    notice = get_object_or_404(notices.of(request.user), pk=pk)
    notices.read(request.user, pk)
    return redirect(notices.link(notice))


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    messages.success(request, f"已将 {notices.read(request.user)} 条通知标为已读。")
    return redirect("notices")


class PreferenceForm(forms.ModelForm):
    class Meta:
        model = Preference
        fields = ("mail", "chat", "account")
        help_texts = {
            "chat": "发到本单位的群里，并点您的名。",
            "account": "企业微信的账号，或钉钉的用户编号。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A way out the county has not set up is not offered; what was chosen earlier stays.
        for channel, names in ((Delivery.Channel.MAIL, ("mail",)), (Delivery.Channel.CHAT, ("chat", "account"))):
            for name in names:
                self.fields[name].disabled = not outbox.offers(channel)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("chat") and not given.get("account"):
            self.add_error("account", "请填写群内账号，否则群里点不到您")
        return given


@login_required
def settings_page(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    chosen = Preference.objects.filter(person=person).first() or Preference(person=person)
    form = PreferenceForm(request.POST or None, instance=chosen)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "通知方式已保存。")
        return redirect("notices")
    context = {
        "title": "通知方式", "form": form, "email": person.email,
        "mail": outbox.offers(Delivery.Channel.MAIL), "chat": outbox.offers(Delivery.Channel.CHAT),
    }  # fmt: skip
    return render(request, "matters/notice_settings.html", context, status=422 if form.errors else 200)


@login_required
def undelivered(request: HttpRequest) -> HttpResponse:
    """Who, how and why not: the texts are not the administrator's to read."""
    if not access.holds(request.user, Action.ADMINISTER):
        raise Http404
    if request.method == "POST":
        again = outbox.resend(outbox.dead().values_list("pk", flat=True))
        messages.success(request, f"{again} 条将在一分钟内重新发送。" if again else "没有要重发的。")
        return redirect("undelivered")
    page = Paginator(outbox.dead().select_related("person"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": "没有送达的通知", "page": page, "waiting": outbox.waiting().count(), "now": clock.now()}
    return render(request, "matters/notice_undelivered.html", context)
