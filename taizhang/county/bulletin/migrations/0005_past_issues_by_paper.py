from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bulletin", "0004_qualified_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="pastissue", name="past_issue_number_once_a_year"),
        migrations.AddConstraint(
            model_name="pastissue",
            constraint=models.UniqueConstraint(
                fields=("name", "year", "no", "extra"), name="past_issue_once_of_a_paper"
            ),
        ),
    ]
