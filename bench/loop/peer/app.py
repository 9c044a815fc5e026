"""One Django project in one file: cases with states, history and a session, over JSON. Imports nothing of ours."""

import os

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="bench", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, USE_TZ=True,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "rest_framework",
                    "simple_history", "bench.loop.peer"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
                "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
                "simple_history.middleware.HistoryRequestMiddleware"],
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "NAME": "bench_peer",
                           "USER": os.environ["PEER_USER"], "HOST": os.environ["PEER_HOST"],
                           "PORT": os.environ.get("PEER_PORT", "")}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
                    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
                    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination", "PAGE_SIZE": 50},
)  # fmt: skip
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models, transaction  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_fsm import FSMField, transition  # noqa: E402
from rest_framework import decorators, response, routers, serializers, viewsets  # noqa: E402
from simple_history.models import HistoricalRecords  # noqa: E402


class Unit(models.Model):
    name = models.CharField(max_length=60)

    class Meta:
        app_label = "peer"


class Case(models.Model):
    title = models.CharField(max_length=120)
    note = models.CharField(max_length=1000, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT)
    state = FSMField(default="assigned")
    assigned_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    handler = models.ForeignKey("auth.User", models.PROTECT, null=True)
    history = HistoricalRecords(app="peer")

    class Meta:
        app_label = "peer"
        indexes = [models.Index(fields=["unit", "due_on"])]

    @transition(field=state, source="assigned", target="working")
    def claim(self, by):
        self.handler = by


class CaseSerializer(serializers.ModelSerializer):
    class Meta:
        model = Case
        fields = ["id", "title", "note", "unit", "state", "assigned_at", "due_on", "handler"]
        read_only_fields = ["state", "assigned_at", "handler"]


class Cases(viewsets.ModelViewSet):
    serializer_class = CaseSerializer

    def get_queryset(self):
        asked = self.request.query_params
        cases = Case.objects.select_related("unit", "handler").order_by("due_on")
        return cases.filter(unit=asked["unit"]) if "unit" in asked else cases

    @transaction.atomic
    def perform_create(self, serializer):
        serializer.save()

    @decorators.action(detail=True, methods=["post"])
    @transaction.atomic
    def claim(self, request, pk=None):
        case = Case.objects.select_for_update().get(pk=pk)
        case.claim(by=request.user)
        case.save()
        return response.Response(self.get_serializer(case).data)


def sign_in(request):
    from django.contrib.auth import get_user_model, login
    from django.middleware.csrf import get_token

    user, _ = get_user_model().objects.get_or_create(username="clerk")
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return JsonResponse({"csrf": get_token(request)})


router = routers.DefaultRouter()
router.register("cases", Cases, basename="case")
urlpatterns = [path("sign-in", sign_in), path("", include(router.urls))]
application = get_wsgi_application()


def tables() -> None:
    """Makes the tables, two hundred units and as many open cases as ours has."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    if "peer_unit" not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            for model in (Unit, Case, Case.history.model):
                editor.create_model(model)
    if not Unit.objects.exists():
        Unit.objects.bulk_create(Unit(name=f"单位{n}") for n in range(200))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO peer_case (title, note, unit_id, state, assigned_at, due_on) SELECT 'n' || n, '', "
                "(SELECT min(id) FROM peer_unit) + n % 200, 'assigned', now(), current_date + n % 20 "
                "FROM generate_series(1, 200000) n"
            )
            cursor.execute("ANALYZE peer_case")


if __name__ == "__main__":
    tables()
