
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('no', models.PositiveIntegerField(editable=False, null=True, verbose_name='期号')),
                ('cutoff', models.DateField(verbose_name='数据截至')),
                ('date', models.DateField(editable=False, null=True, verbose_name='签发日期')),
                ('state', models.CharField(choices=[('collecting', '收稿'), ('editing', '编辑'), ('figure_check', '核数'), ('unit_confirm', '单位核实'), ('review', '审核'), ('sign', '签发'), ('published', '已印发'), ('returned', '退回'), ('withdrawn', '已撤回'), ('archived', '已归档')], default='collecting', editable=False, max_length=12, verbose_name='状态')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='审核时间')),
                ('checked_digest', models.CharField(blank=True, max_length=64, verbose_name='审核的内容摘要')),
                ('signed_at', models.DateTimeField(null=True, verbose_name='签发时间')),
                ('known_at', models.DateTimeField(null=True, verbose_name='数字截取时刻')),
                ('text_digest', models.CharField(blank=True, max_length=64, verbose_name='文字摘要')),
                ('words', models.TextField(blank=True, verbose_name='印发的文字')),
                ('paper', models.JSONField(null=True, verbose_name='版样')),
                ('secrecy', models.CharField(blank=True, max_length=20, verbose_name='密级或标注')),
                ('disclosure', models.CharField(choices=[('proactive', '主动公开'), ('on_request', '依申请公开'), ('closed', '不予公开')], default='on_request', max_length=12, verbose_name='公开属性')),
                ('disclosure_reason', models.CharField(blank=True, choices=[('14', '第十四条：国家秘密及公开后危及安全稳定'), ('15', '第十五条：商业秘密、个人隐私'), ('16', '第十六条：内部事务、过程性信息')], max_length=2, verbose_name='不予公开理由')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='撤回理由')),
                ('edition', models.PositiveIntegerField(default=1, verbose_name='版次')),
                ('checker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核')),
                ('editor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任编辑')),
                ('signer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签发')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
            ],
            options={
                'verbose_name': '快报期次',
                'db_table': 'bulletin_issue',
                'ordering': ['-year', models.OrderBy(models.F('no'), descending=True, nulls_first=True), '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DeliveryVersion',
            fields=[
                ('id', models.BigIntegerField(verbose_name='ID')),
                ('words', models.CharField(max_length=60, null=True, verbose_name='印发对象')),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='送达时间')),
                ('read_at', models.DateTimeField(null=True, verbose_name='阅读时间')),
                ('version_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('recorded_from', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('entry_id', models.BigIntegerField()),
                ('digest', models.BinaryField()),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('issue', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bulletin.issue', verbose_name='issue')),
            ],
            options={
                'verbose_name': 'delivery（版本）',
                'db_table': 'bulletin_delivery_version',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=60, verbose_name='印发对象')),
                ('delivered_at', models.DateTimeField(verbose_name='送达时间')),
                ('read_at', models.DateTimeField(null=True, verbose_name='阅读时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to=settings.AUTH_USER_MODEL)),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='bulletin.issue')),
            ],
            options={
                'db_table': 'bulletin_delivery',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='IssueVersion',
            fields=[
                ('id', models.BigIntegerField(verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(null=True, verbose_name='年份')),
                ('no', models.PositiveIntegerField(editable=False, null=True, verbose_name='期号')),
                ('cutoff', models.DateField(null=True, verbose_name='数据截至')),
                ('date', models.DateField(editable=False, null=True, verbose_name='签发日期')),
                ('state', models.CharField(choices=[('collecting', '收稿'), ('editing', '编辑'), ('figure_check', '核数'), ('unit_confirm', '单位核实'), ('review', '审核'), ('sign', '签发'), ('published', '已印发'), ('returned', '退回'), ('withdrawn', '已撤回'), ('archived', '已归档')], editable=False, max_length=12, null=True, verbose_name='状态')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='审核时间')),
                ('checked_digest', models.CharField(blank=True, max_length=64, null=True, verbose_name='审核的内容摘要')),
                ('signed_at', models.DateTimeField(null=True, verbose_name='签发时间')),
                ('known_at', models.DateTimeField(null=True, verbose_name='数字截取时刻')),
                ('text_digest', models.CharField(blank=True, max_length=64, null=True, verbose_name='文字摘要')),
                ('words', models.TextField(blank=True, null=True, verbose_name='印发的文字')),
                ('paper', models.JSONField(null=True, verbose_name='版样')),
                ('secrecy', models.CharField(blank=True, max_length=20, null=True, verbose_name='密级或标注')),
                ('disclosure', models.CharField(choices=[('proactive', '主动公开'), ('on_request', '依申请公开'), ('closed', '不予公开')], max_length=12, null=True, verbose_name='公开属性')),
                ('disclosure_reason', models.CharField(blank=True, choices=[('14', '第十四条：国家秘密及公开后危及安全稳定'), ('15', '第十五条：商业秘密、个人隐私'), ('16', '第十六条：内部事务、过程性信息')], max_length=2, null=True, verbose_name='不予公开理由')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('withdrawn_reason', models.CharField(blank=True, max_length=300, null=True, verbose_name='撤回理由')),
                ('edition', models.PositiveIntegerField(null=True, verbose_name='版次')),
                ('version_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('recorded_from', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('entry_id', models.BigIntegerField()),
                ('digest', models.BinaryField()),
                ('checker', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核')),
                ('editor', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任编辑')),
                ('signer', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签发')),
                ('withdrawn_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
            ],
            options={
                'verbose_name': '快报期次（版本）',
                'db_table': 'bulletin_issue_version',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(max_length=20, verbose_name='栏目')),
                ('headline', models.CharField(max_length=80, verbose_name='标题')),
                ('body', models.TextField(max_length=4000, verbose_name='正文')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
                ('state', models.CharField(choices=[('draft', '起草'), ('submitted', '已报送'), ('returned', '退回修改'), ('taken', '已采用')], default='draft', max_length=10, verbose_name='状态')),
                ('cutoff', models.DateField(verbose_name='数据截至')),
                ('source_note', models.CharField(blank=True, max_length=500, verbose_name='数据来源说明')),
                ('source_signed_at', models.DateTimeField(null=True, verbose_name='来源签字时间')),
                ('explanation', models.CharField(blank=True, max_length=500, verbose_name='给审核人的说明')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='报送时间')),
                ('edition', models.PositiveIntegerField(default=1, verbose_name='版次')),
                ('drafter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
                ('issue', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='bulletin.issue', verbose_name='期次')),
                ('source_signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='来源签字')),
            ],
            options={
                'verbose_name': '快报稿件',
                'db_table': 'bulletin_item',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ItemUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='核实时间')),
                ('confirmed_digest', models.CharField(blank=True, max_length=64, verbose_name='核实内容摘要')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核实人')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='bulletin.item')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='单位')),
            ],
            options={
                'db_table': 'bulletin_item_unit',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ItemUnitVersion',
            fields=[
                ('id', models.BigIntegerField(verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='核实时间')),
                ('confirmed_digest', models.CharField(blank=True, max_length=64, null=True, verbose_name='核实内容摘要')),
                ('version_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('recorded_from', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('entry_id', models.BigIntegerField()),
                ('digest', models.BinaryField()),
                ('confirmed_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核实人')),
                ('item', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bulletin.item', verbose_name='item')),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.organisation', verbose_name='单位')),
            ],
            options={
                'verbose_name': 'item unit（版本）',
                'db_table': 'bulletin_item_unit_version',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ItemVersion',
            fields=[
                ('id', models.BigIntegerField(verbose_name='ID')),
                ('section', models.CharField(max_length=20, null=True, verbose_name='栏目')),
                ('headline', models.CharField(max_length=80, null=True, verbose_name='标题')),
                ('body', models.TextField(max_length=4000, null=True, verbose_name='正文')),
                ('order', models.PositiveSmallIntegerField(null=True, verbose_name='次序')),
                ('state', models.CharField(choices=[('draft', '起草'), ('submitted', '已报送'), ('returned', '退回修改'), ('taken', '已采用')], max_length=10, null=True, verbose_name='状态')),
                ('cutoff', models.DateField(null=True, verbose_name='数据截至')),
                ('source_note', models.CharField(blank=True, max_length=500, null=True, verbose_name='数据来源说明')),
                ('source_signed_at', models.DateTimeField(null=True, verbose_name='来源签字时间')),
                ('explanation', models.CharField(blank=True, max_length=500, null=True, verbose_name='给审核人的说明')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='报送时间')),
                ('edition', models.PositiveIntegerField(null=True, verbose_name='版次')),
                ('version_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('recorded_from', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('entry_id', models.BigIntegerField()),
                ('digest', models.BinaryField()),
                ('drafter', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
                ('issue', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bulletin.issue', verbose_name='期次')),
                ('source_signed_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='来源签字')),
            ],
            options={
                'verbose_name': '快报稿件（版本）',
                'db_table': 'bulletin_item_version',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Printed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('text', models.CharField(max_length=60, verbose_name='印出的文字')),
                ('pin', models.CharField(blank=True, max_length=200, verbose_name='引用')),
                ('typed', models.BooleanField(default=False, verbose_name='手工录入')),
                ('key', models.CharField(blank=True, max_length=80, verbose_name='指标')),
                ('label', models.CharField(blank=True, max_length=80, verbose_name='指标名称')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='单位')),
                ('rule', models.TextField(blank=True, verbose_name='口径')),
                ('definition_version', models.PositiveSmallIntegerField(null=True, verbose_name='口径版本')),
                ('period_start', models.DateField(null=True, verbose_name='起')),
                ('period_end', models.DateField(null=True, verbose_name='止')),
                ('period_words', models.CharField(blank=True, max_length=60, verbose_name='期间')),
                ('known_at', models.DateTimeField(verbose_name='截取时刻')),
                ('amount', models.DecimalField(decimal_places=6, max_digits=24, null=True, verbose_name='数值')),
                ('numerator', models.DecimalField(decimal_places=6, max_digits=24, null=True, verbose_name='分子')),
                ('denominator', models.DecimalField(decimal_places=6, max_digits=24, null=True, verbose_name='分母')),
                ('rows', models.PositiveIntegerField(null=True, verbose_name='记录数')),
                ('rows_digest', models.CharField(blank=True, max_length=64, verbose_name='记录摘要')),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='printed', to='bulletin.issue')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='printed', to='bulletin.item')),
                ('place', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', to_field='code')),
            ],
            options={
                'db_table': 'bulletin_printed',
                'ordering': ['ordinal'],
            },
        ),
        migrations.CreateModel(
            name='PrintedVersion',
            fields=[
                ('id', models.BigIntegerField(verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField(null=True, verbose_name='序号')),
                ('text', models.CharField(max_length=60, null=True, verbose_name='印出的文字')),
                ('pin', models.CharField(blank=True, max_length=200, null=True, verbose_name='引用')),
                ('typed', models.BooleanField(null=True, verbose_name='手工录入')),
                ('key', models.CharField(blank=True, max_length=80, null=True, verbose_name='指标')),
                ('label', models.CharField(blank=True, max_length=80, null=True, verbose_name='指标名称')),
                ('unit', models.CharField(blank=True, max_length=20, null=True, verbose_name='单位')),
                ('rule', models.TextField(blank=True, null=True, verbose_name='口径')),
                ('definition_version', models.PositiveSmallIntegerField(null=True, verbose_name='口径版本')),
                ('period_start', models.DateField(null=True, verbose_name='起')),
                ('period_end', models.DateField(null=True, verbose_name='止')),
                ('period_words', models.CharField(blank=True, max_length=60, null=True, verbose_name='期间')),
                ('known_at', models.DateTimeField(null=True, verbose_name='截取时刻')),
                ('amount', models.DecimalField(decimal_places=6, max_digits=24, null=True, verbose_name='数值')),
                ('numerator', models.DecimalField(decimal_places=6, max_digits=24, null=True, verbose_name='分子')),
                ('denominator', models.DecimalField(decimal_places=6, max_digits=24, null=True, verbose_name='分母')),
                ('rows', models.PositiveIntegerField(null=True, verbose_name='记录数')),
                ('rows_digest', models.CharField(blank=True, max_length=64, null=True, verbose_name='记录摘要')),
                ('version_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('recorded_from', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('entry_id', models.BigIntegerField()),
                ('digest', models.BinaryField()),
                ('issue', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bulletin.issue', verbose_name='issue')),
                ('item', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bulletin.item', verbose_name='item')),
                ('place', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='places.place', to_field='code', verbose_name='place')),
            ],
            options={
                'verbose_name': 'printed（版本）',
                'db_table': 'bulletin_printed_version',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=60, verbose_name='印发对象')),
                ('role', models.CharField(blank=True, choices=[('clerk', '经办'), ('unit_head', '单位审核'), ('grid_worker', '网格员'), ('supervisor', '督办'), ('editor', '责任编辑'), ('checker', '审核'), ('signer', '签发'), ('leader', '县领导'), ('auditor', '审计'), ('administrator', '管理员')], max_length=20, verbose_name='岗位')),
                ('kind', models.CharField(blank=True, choices=[('office', '县政府办公室'), ('department', '县直单位'), ('township', '乡镇街道'), ('institution', '其他机关')], max_length=12, verbose_name='单位类别')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
                ('active', models.BooleanField(default=True, verbose_name='在用')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'db_table': 'bulletin_recipient',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RecipientVersion',
            fields=[
                ('id', models.BigIntegerField(verbose_name='ID')),
                ('words', models.CharField(max_length=60, null=True, verbose_name='印发对象')),
                ('role', models.CharField(blank=True, choices=[('clerk', '经办'), ('unit_head', '单位审核'), ('grid_worker', '网格员'), ('supervisor', '督办'), ('editor', '责任编辑'), ('checker', '审核'), ('signer', '签发'), ('leader', '县领导'), ('auditor', '审计'), ('administrator', '管理员')], max_length=20, null=True, verbose_name='岗位')),
                ('kind', models.CharField(blank=True, choices=[('office', '县政府办公室'), ('department', '县直单位'), ('township', '乡镇街道'), ('institution', '其他机关')], max_length=12, null=True, verbose_name='单位类别')),
                ('order', models.PositiveSmallIntegerField(null=True, verbose_name='次序')),
                ('active', models.BooleanField(null=True, verbose_name='在用')),
                ('version_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('recorded_from', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('entry_id', models.BigIntegerField()),
                ('digest', models.BinaryField()),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'recipient（版本）',
                'db_table': 'bulletin_recipient_version',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.CharField(blank=True, max_length=120, verbose_name='岗位')),
                ('move', models.CharField(max_length=20, verbose_name='动作')),
                ('label', models.CharField(max_length=20, verbose_name='动作名称')),
                ('opinion', models.CharField(blank=True, max_length=300, verbose_name='意见')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('text_digest', models.CharField(blank=True, max_length=64, verbose_name='文字摘要')),
                ('issue', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='bulletin.issue')),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='bulletin.item')),
                ('who', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'bulletin_step',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='StepVersion',
            fields=[
                ('id', models.BigIntegerField(verbose_name='ID')),
                ('post', models.CharField(blank=True, max_length=120, null=True, verbose_name='岗位')),
                ('move', models.CharField(max_length=20, null=True, verbose_name='动作')),
                ('label', models.CharField(max_length=20, null=True, verbose_name='动作名称')),
                ('opinion', models.CharField(blank=True, max_length=300, null=True, verbose_name='意见')),
                ('at', models.DateTimeField(null=True, verbose_name='时间')),
                ('text_digest', models.CharField(blank=True, max_length=64, null=True, verbose_name='文字摘要')),
                ('version_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('recorded_from', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('entry_id', models.BigIntegerField()),
                ('digest', models.BinaryField()),
                ('issue', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bulletin.issue', verbose_name='issue')),
                ('item', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='bulletin.item', verbose_name='item')),
                ('who', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'step（版本）',
                'db_table': 'bulletin_step_version',
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.UniqueConstraint(fields=('year', 'no'), name='issue_number_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checker__isnull', False), ('date__isnull', False), ('known_at__isnull', False), ('no__isnull', False), ('paper__isnull', False), ('signed_at__isnull', False), ('signer__isnull', False), models.Q(('text_digest', ''), _negated=True)), models.Q(('checker__isnull', True), ('date__isnull', True), ('known_at__isnull', True), ('no__isnull', True), ('paper__isnull', True), ('signed_at__isnull', True), ('signer__isnull', True), ('text_digest', '')), models.Q(('date', None), ('known_at', None), ('no', None), ('paper__isnull', True), ('signed_at', None), ('signer', None), ('text_digest', '')), _connector='OR'), name='issue_signed_whole_or_not'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', False), ('checker__isnull', False), models.Q(('checked_digest', ''), _negated=True)), models.Q(('checked_at__isnull', True), ('checker__isnull', True), ('checked_digest', '')), _connector='OR'), name='issue_checked'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', False), ('state__in', ['published', 'archived'])), ('state', 'withdrawn'), models.Q(models.Q(('state__in', ['published', 'archived', 'withdrawn']), _negated=True), ('signed_at', None)), _connector='OR'), name='issue_published_when_signed'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_at', None)), _connector='OR'), name='issue_withdrawn_state'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True), ('withdrawn_reason', '')), _connector='OR'), name='issue_withdrawn_pair'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checker', None), models.Q(('editor', models.F('checker')), _negated=True), _connector='OR'), models.Q(('signer', None), models.Q(models.Q(('editor', models.F('signer')), _negated=True), models.Q(('checker', models.F('signer')), _negated=True)), _connector='OR')), name='issue_three_different_people'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('disclosure', 'closed'), models.Q(('disclosure_reason', ''), _negated=True)), models.Q(models.Q(('disclosure', 'closed'), _negated=True), ('disclosure_reason', '')), _connector='OR'), name='issue_closed_has_grounds'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issue',
            trigger=pgtrigger.compiler.Trigger(name='signed_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.signed_at IS NOT NULL AND (OLD."year" IS DISTINCT FROM NEW."year" OR OLD."no" IS DISTINCT FROM NEW."no" OR OLD."date" IS DISTINCT FROM NEW."date" OR OLD."cutoff" IS DISTINCT FROM NEW."cutoff" OR OLD."editor_id" IS DISTINCT FROM NEW."editor_id" OR OLD."checker_id" IS DISTINCT FROM NEW."checker_id" OR OLD."checked_at" IS DISTINCT FROM NEW."checked_at" OR OLD."signer_id" IS DISTINCT FROM NEW."signer_id" OR OLD."signed_at" IS DISTINCT FROM NEW."signed_at" OR OLD."known_at" IS DISTINCT FROM NEW."known_at" OR OLD."text_digest" IS DISTINCT FROM NEW."text_digest" OR OLD."words" IS DISTINCT FROM NEW."words" OR OLD."paper" IS DISTINCT FROM NEW."paper" OR OLD."secrecy" IS DISTINCT FROM NEW."secrecy"))', func="RAISE EXCEPTION '本期已经签发，文字和数字不得改动；有误请在以后的期次刊发更正';", hash='ef4c9c1e733a4d9ab34a428af9acecf9425cfdf6', operation='UPDATE', pgid='pgtrigger_signed_stays_ac72a', table='bulletin_issue', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issue',
            trigger=pgtrigger.compiler.Trigger(name='keep_insert', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH \n    written AS (\n        INSERT INTO bulletin_issue_version ("id", "year", "no", "cutoff", "date", "state", "editor_id", "checker_id", "checked_at", "checked_digest", "signer_id", "signed_at", "known_at", "text_digest", "words", "paper", "secrecy", "disclosure", "disclosure_reason", "withdrawn_by_id", "withdrawn_at", "withdrawn_reason", "edition", recorded_from, entry_id, digest)\n        SELECT n."id", n."year", n."no", n."cutoff", n."date", n."state", n."editor_id", n."checker_id", n."checked_at", n."checked_digest", n."signer_id", n."signed_at", n."known_at", n."text_digest", n."words", n."paper", n."secrecy", n."disclosure", n."disclosure_reason", n."withdrawn_by_id", n."withdrawn_at", n."withdrawn_reason", n."edition", act.at, act.entry_id, audit_digest(n, act.at)\n        FROM new_rows n  ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_issue_version\', \'I\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='e0ff979b101cc5c4861f4c94f241e2b7ad9eb148', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keep_insert_985cd', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_issue', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issue',
            trigger=pgtrigger.compiler.Trigger(name='keep_update', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH closed AS (\n        UPDATE bulletin_issue_version v\n        SET superseded_at = greatest(act.at, v.recorded_from + interval \'1 microsecond\')\n        FROM new_rows n WHERE v.id = n.id AND v.superseded_at IS NULL\n        RETURNING v.id AS closed_id, v.superseded_at AS closed_at\n    ),\n    written AS (\n        INSERT INTO bulletin_issue_version ("id", "year", "no", "cutoff", "date", "state", "editor_id", "checker_id", "checked_at", "checked_digest", "signer_id", "signed_at", "known_at", "text_digest", "words", "paper", "secrecy", "disclosure", "disclosure_reason", "withdrawn_by_id", "withdrawn_at", "withdrawn_reason", "edition", recorded_from, entry_id, digest)\n        SELECT n."id", n."year", n."no", n."cutoff", n."date", n."state", n."editor_id", n."checker_id", n."checked_at", n."checked_digest", n."signer_id", n."signed_at", n."known_at", n."text_digest", n."words", n."paper", n."secrecy", n."disclosure", n."disclosure_reason", n."withdrawn_by_id", n."withdrawn_at", n."withdrawn_reason", n."edition", coalesce(closed_at, act.at), act.entry_id, audit_digest(n, coalesce(closed_at, act.at))\n        FROM new_rows n LEFT JOIN closed ON closed_id = n.id ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_issue_version\', \'U\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='6af868ea683c2a43987170b7dc2c62dbda81f978', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_keep_update_ae4b6', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_issue', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issue',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '记录不得删除，请作废并写明理由';", hash='2b311890e4b498194d1a4ec346694709d7338b52', operation='DELETE', pgid='pgtrigger_never_deleted_24be6', table='bulletin_issue', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='deliveryversion',
            index=models.Index(fields=['id', 'recorded_from'], name='delivery_v_history'),
        ),
        migrations.AddIndex(
            model_name='deliveryversion',
            index=models.Index(fields=['entry_id'], name='delivery_v_entry'),
        ),
        migrations.AddConstraint(
            model_name='deliveryversion',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('id',), name='delivery_v_current'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deliveryversion',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '历史版本不得删除';", hash='d37ab1e91db3c5d6f5476f167e7cb87a3b5bd00b', operation='DELETE', pgid='pgtrigger_never_deleted_52ad5', table='bulletin_delivery_version', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deliveryversion',
            trigger=pgtrigger.compiler.Trigger(name='never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.superseded_at IS NOT NULL OR OLD.digest IS DISTINCT FROM NEW.digest)', func="RAISE EXCEPTION '历史版本不得修改';", hash='70f1aa0780d931123cb142f23ad5e6fa321a08cb', operation='UPDATE', pgid='pgtrigger_never_edited_5faf4', table='bulletin_delivery_version', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('issue', 'person'), name='delivered_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('read_at', None), ('read_at__gte', models.F('delivered_at')), _connector='OR'), name='read_after_delivery'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='keep_insert', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH \n    written AS (\n        INSERT INTO bulletin_delivery_version ("id", "issue_id", "person_id", "words", "delivered_at", "read_at", recorded_from, entry_id, digest)\n        SELECT n."id", n."issue_id", n."person_id", n."words", n."delivered_at", n."read_at", act.at, act.entry_id, audit_digest(n, act.at)\n        FROM new_rows n  ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_delivery_version\', \'I\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='7b9aa8b03020a9270d24243a839363956adc47c5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keep_insert_f05eb', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_delivery', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='keep_update', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH closed AS (\n        UPDATE bulletin_delivery_version v\n        SET superseded_at = greatest(act.at, v.recorded_from + interval \'1 microsecond\')\n        FROM new_rows n WHERE v.id = n.id AND v.superseded_at IS NULL\n        RETURNING v.id AS closed_id, v.superseded_at AS closed_at\n    ),\n    written AS (\n        INSERT INTO bulletin_delivery_version ("id", "issue_id", "person_id", "words", "delivered_at", "read_at", recorded_from, entry_id, digest)\n        SELECT n."id", n."issue_id", n."person_id", n."words", n."delivered_at", n."read_at", coalesce(closed_at, act.at), act.entry_id, audit_digest(n, coalesce(closed_at, act.at))\n        FROM new_rows n LEFT JOIN closed ON closed_id = n.id ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_delivery_version\', \'U\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='6f49c51177770cfaa1572a5d36b63adc13f60291', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_keep_update_e743d', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_delivery', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '记录不得删除，请作废并写明理由';", hash='f01712827c9eead127fa5685060c84d20aedf958', operation='DELETE', pgid='pgtrigger_never_deleted_88e80', table='bulletin_delivery', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='issueversion',
            index=models.Index(fields=['id', 'recorded_from'], name='issue_v_history'),
        ),
        migrations.AddIndex(
            model_name='issueversion',
            index=models.Index(fields=['entry_id'], name='issue_v_entry'),
        ),
        migrations.AddConstraint(
            model_name='issueversion',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('id',), name='issue_v_current'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issueversion',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '历史版本不得删除';", hash='a229cacb81d46b117ba571b3fb57d293788c75d4', operation='DELETE', pgid='pgtrigger_never_deleted_f107d', table='bulletin_issue_version', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='issueversion',
            trigger=pgtrigger.compiler.Trigger(name='never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.superseded_at IS NOT NULL OR OLD.digest IS DISTINCT FROM NEW.digest)', func="RAISE EXCEPTION '历史版本不得修改';", hash='1642097b86490281d767d91ac43202651d7cf383', operation='UPDATE', pgid='pgtrigger_never_edited_ecb70', table='bulletin_issue_version', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('issue__isnull', False), ('state', 'taken')), models.Q(models.Q(('state', 'taken'), _negated=True), ('issue', None)), _connector='OR'), name='item_taken_into_an_issue'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source_signed_at', None), ('source_signed_by', None)), models.Q(('source_signed_at__isnull', False), ('source_signed_by__isnull', False), models.Q(('source_note', ''), _negated=True)), _connector='OR'), name='item_source_signed_pair'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'returned']), ('submitted_at__isnull', False), _connector='OR'), name='item_submitted_when'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='item',
            trigger=pgtrigger.compiler.Trigger(name='signed_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF EXISTS (SELECT 1 FROM bulletin_issue WHERE signed_at IS NOT NULL AND id IN (OLD.issue_id, NEW.issue_id)) THEN\n                    RAISE EXCEPTION '本期已经签发，文字和数字不得改动；有误请在以后的期次刊发更正';\n                END IF;\n                RETURN NEW;\n            ", hash='4669df526038cbaf84425b62153eda620b5e132d', operation='UPDATE', pgid='pgtrigger_signed_stays_22ee5', table='bulletin_item', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='item',
            trigger=pgtrigger.compiler.Trigger(name='signed_is_full', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF EXISTS (SELECT 1 FROM bulletin_issue WHERE signed_at IS NOT NULL AND id IN (NEW.issue_id)) THEN\n                    RAISE EXCEPTION '本期已经签发，文字和数字不得改动；有误请在以后的期次刊发更正';\n                END IF;\n                RETURN NEW;\n            ", hash='a75cae05064f4cf61fea4ec7fbf4ce553a88f300', operation='INSERT', pgid='pgtrigger_signed_is_full_3459d', table='bulletin_item', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='item',
            trigger=pgtrigger.compiler.Trigger(name='keep_insert', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH \n    written AS (\n        INSERT INTO bulletin_item_version ("id", "issue_id", "section", "headline", "body", "order", "state", "cutoff", "source_note", "source_signed_by_id", "source_signed_at", "explanation", "drafter_id", "submitted_at", "edition", recorded_from, entry_id, digest)\n        SELECT n."id", n."issue_id", n."section", n."headline", n."body", n."order", n."state", n."cutoff", n."source_note", n."source_signed_by_id", n."source_signed_at", n."explanation", n."drafter_id", n."submitted_at", n."edition", act.at, act.entry_id, audit_digest(n, act.at)\n        FROM new_rows n  ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_item_version\', \'I\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='5862006ca45e321b970cf224c5cb969abd00ebf8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keep_insert_48254', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_item', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='item',
            trigger=pgtrigger.compiler.Trigger(name='keep_update', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH closed AS (\n        UPDATE bulletin_item_version v\n        SET superseded_at = greatest(act.at, v.recorded_from + interval \'1 microsecond\')\n        FROM new_rows n WHERE v.id = n.id AND v.superseded_at IS NULL\n        RETURNING v.id AS closed_id, v.superseded_at AS closed_at\n    ),\n    written AS (\n        INSERT INTO bulletin_item_version ("id", "issue_id", "section", "headline", "body", "order", "state", "cutoff", "source_note", "source_signed_by_id", "source_signed_at", "explanation", "drafter_id", "submitted_at", "edition", recorded_from, entry_id, digest)\n        SELECT n."id", n."issue_id", n."section", n."headline", n."body", n."order", n."state", n."cutoff", n."source_note", n."source_signed_by_id", n."source_signed_at", n."explanation", n."drafter_id", n."submitted_at", n."edition", coalesce(closed_at, act.at), act.entry_id, audit_digest(n, coalesce(closed_at, act.at))\n        FROM new_rows n LEFT JOIN closed ON closed_id = n.id ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_item_version\', \'U\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='291fd3cd6641706a733d627d1fa9204541feffdb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_keep_update_bb4ef', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_item', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='item',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '记录不得删除，请作废并写明理由';", hash='613b0ce54b4ab8305b5095b8dcba67a2a912dab6', operation='DELETE', pgid='pgtrigger_never_deleted_4b503', table='bulletin_item', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='itemunit',
            constraint=models.UniqueConstraint(fields=('item', 'organisation'), name='item_unit_once'),
        ),
        migrations.AddConstraint(
            model_name='itemunit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('confirmed_digest', ''), _negated=True)), models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('confirmed_digest', '')), _connector='OR'), name='item_unit_confirmed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemunit',
            trigger=pgtrigger.compiler.Trigger(name='signed_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF EXISTS (SELECT 1 FROM bulletin_issue WHERE signed_at IS NOT NULL AND id IN (SELECT issue_id FROM bulletin_item WHERE id = NEW.item_id)) THEN\n                    RAISE EXCEPTION '本期已经签发，文字和数字不得改动；有误请在以后的期次刊发更正';\n                END IF;\n                RETURN NEW;\n            ", hash='5aa2e25f0e205b636c0fbe23a44934f501ef89c4', operation='INSERT OR UPDATE', pgid='pgtrigger_signed_stays_ba4c4', table='bulletin_item_unit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemunit',
            trigger=pgtrigger.compiler.Trigger(name='keep_insert', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH \n    written AS (\n        INSERT INTO bulletin_item_unit_version ("id", "item_id", "organisation_id", "order", "confirmed_by_id", "confirmed_at", "confirmed_digest", recorded_from, entry_id, digest)\n        SELECT n."id", n."item_id", n."organisation_id", n."order", n."confirmed_by_id", n."confirmed_at", n."confirmed_digest", act.at, act.entry_id, audit_digest(n, act.at)\n        FROM new_rows n  ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_item_unit_version\', \'I\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='404b7a48c37575b76ec04dc610c0e79c0b858832', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keep_insert_abdd6', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_item_unit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemunit',
            trigger=pgtrigger.compiler.Trigger(name='keep_update', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH closed AS (\n        UPDATE bulletin_item_unit_version v\n        SET superseded_at = greatest(act.at, v.recorded_from + interval \'1 microsecond\')\n        FROM new_rows n WHERE v.id = n.id AND v.superseded_at IS NULL\n        RETURNING v.id AS closed_id, v.superseded_at AS closed_at\n    ),\n    written AS (\n        INSERT INTO bulletin_item_unit_version ("id", "item_id", "organisation_id", "order", "confirmed_by_id", "confirmed_at", "confirmed_digest", recorded_from, entry_id, digest)\n        SELECT n."id", n."item_id", n."organisation_id", n."order", n."confirmed_by_id", n."confirmed_at", n."confirmed_digest", coalesce(closed_at, act.at), act.entry_id, audit_digest(n, coalesce(closed_at, act.at))\n        FROM new_rows n LEFT JOIN closed ON closed_id = n.id ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_item_unit_version\', \'U\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='a6b7b430f0f92e6398236ca19641ee19afcd13a5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_keep_update_95bc4', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_item_unit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemunit',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '记录不得删除，请作废并写明理由';", hash='3da91eab010ed8313876caa99464017917660e5a', operation='DELETE', pgid='pgtrigger_never_deleted_a1673', table='bulletin_item_unit', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='itemunitversion',
            index=models.Index(fields=['id', 'recorded_from'], name='itemunit_v_history'),
        ),
        migrations.AddIndex(
            model_name='itemunitversion',
            index=models.Index(fields=['entry_id'], name='itemunit_v_entry'),
        ),
        migrations.AddConstraint(
            model_name='itemunitversion',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('id',), name='itemunit_v_current'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemunitversion',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '历史版本不得删除';", hash='ec951904aaed253832ce7fd299952398a637cd68', operation='DELETE', pgid='pgtrigger_never_deleted_3c210', table='bulletin_item_unit_version', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemunitversion',
            trigger=pgtrigger.compiler.Trigger(name='never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.superseded_at IS NOT NULL OR OLD.digest IS DISTINCT FROM NEW.digest)', func="RAISE EXCEPTION '历史版本不得修改';", hash='c5da8299039e409ccc05efbda1601a26423f6716', operation='UPDATE', pgid='pgtrigger_never_edited_8252d', table='bulletin_item_unit_version', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='itemversion',
            index=models.Index(fields=['id', 'recorded_from'], name='item_v_history'),
        ),
        migrations.AddIndex(
            model_name='itemversion',
            index=models.Index(fields=['entry_id'], name='item_v_entry'),
        ),
        migrations.AddConstraint(
            model_name='itemversion',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('id',), name='item_v_current'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemversion',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '历史版本不得删除';", hash='01507c8056867888336ecc772bfd2d1caeeaf303', operation='DELETE', pgid='pgtrigger_never_deleted_2f3db', table='bulletin_item_version', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemversion',
            trigger=pgtrigger.compiler.Trigger(name='never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.superseded_at IS NOT NULL OR OLD.digest IS DISTINCT FROM NEW.digest)', func="RAISE EXCEPTION '历史版本不得修改';", hash='b4da1b53fdd73ed70dde171011e6e43242608746', operation='UPDATE', pgid='pgtrigger_never_edited_9a9d2', table='bulletin_item_version', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='printed',
            index=models.Index(fields=['key', 'period_end'], name='printed_by_figure'),
        ),
        migrations.AddConstraint(
            model_name='printed',
            constraint=models.UniqueConstraint(fields=('issue', 'ordinal'), name='printed_once'),
        ),
        migrations.AddConstraint(
            model_name='printed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('key', ''), ('typed', True)), models.Q(('definition_version__isnull', False), ('period_end__isnull', False), ('period_start__isnull', False), ('rows__isnull', False), ('typed', False), models.Q(('key', ''), _negated=True), models.Q(('rows_digest', ''), _negated=True)), _connector='OR'), name='printed_can_be_counted_again'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='printed',
            trigger=pgtrigger.compiler.Trigger(name='never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '本期已经签发，文字和数字不得改动；有误请在以后的期次刊发更正';", hash='b7fc6fe355d957e9af62f99de1c713b1e7ba565b', operation='UPDATE', pgid='pgtrigger_never_edited_d0a61', table='bulletin_printed', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='printed',
            trigger=pgtrigger.compiler.Trigger(name='signed_is_full', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF EXISTS (SELECT 1 FROM bulletin_issue WHERE signed_at IS NOT NULL AND id IN (NEW.issue_id)) THEN\n                    RAISE EXCEPTION '本期已经签发，文字和数字不得改动；有误请在以后的期次刊发更正';\n                END IF;\n                RETURN NEW;\n            ", hash='418eff780dda594d8d96ccc4138c97c631256c4d', operation='INSERT', pgid='pgtrigger_signed_is_full_93d44', table='bulletin_printed', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='printed',
            trigger=pgtrigger.compiler.Trigger(name='keep_insert', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH \n    written AS (\n        INSERT INTO bulletin_printed_version ("id", "issue_id", "item_id", "ordinal", "text", "pin", "typed", "key", "label", "unit", "rule", "definition_version", "period_start", "period_end", "period_words", "place_id", "known_at", "amount", "numerator", "denominator", "rows", "rows_digest", recorded_from, entry_id, digest)\n        SELECT n."id", n."issue_id", n."item_id", n."ordinal", n."text", n."pin", n."typed", n."key", n."label", n."unit", n."rule", n."definition_version", n."period_start", n."period_end", n."period_words", n."place_id", n."known_at", n."amount", n."numerator", n."denominator", n."rows", n."rows_digest", act.at, act.entry_id, audit_digest(n, act.at)\n        FROM new_rows n  ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_printed_version\', \'I\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='d8f376e91556d46f37fe5da9e694342e3a7621a8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keep_insert_0fae7', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_printed', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='printed',
            trigger=pgtrigger.compiler.Trigger(name='keep_update', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH closed AS (\n        UPDATE bulletin_printed_version v\n        SET superseded_at = greatest(act.at, v.recorded_from + interval \'1 microsecond\')\n        FROM new_rows n WHERE v.id = n.id AND v.superseded_at IS NULL\n        RETURNING v.id AS closed_id, v.superseded_at AS closed_at\n    ),\n    written AS (\n        INSERT INTO bulletin_printed_version ("id", "issue_id", "item_id", "ordinal", "text", "pin", "typed", "key", "label", "unit", "rule", "definition_version", "period_start", "period_end", "period_words", "place_id", "known_at", "amount", "numerator", "denominator", "rows", "rows_digest", recorded_from, entry_id, digest)\n        SELECT n."id", n."issue_id", n."item_id", n."ordinal", n."text", n."pin", n."typed", n."key", n."label", n."unit", n."rule", n."definition_version", n."period_start", n."period_end", n."period_words", n."place_id", n."known_at", n."amount", n."numerator", n."denominator", n."rows", n."rows_digest", coalesce(closed_at, act.at), act.entry_id, audit_digest(n, coalesce(closed_at, act.at))\n        FROM new_rows n LEFT JOIN closed ON closed_id = n.id ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_printed_version\', \'U\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='40b995db05971c81346c0eba2f110fbb0cc1bce0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_keep_update_ef897', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_printed', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='printed',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '记录不得删除，请作废并写明理由';", hash='ecac7a5c5db561917330a0fad4735877237a3147', operation='DELETE', pgid='pgtrigger_never_deleted_77ded', table='bulletin_printed', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='printedversion',
            index=models.Index(fields=['id', 'recorded_from'], name='printed_v_history'),
        ),
        migrations.AddIndex(
            model_name='printedversion',
            index=models.Index(fields=['entry_id'], name='printed_v_entry'),
        ),
        migrations.AddConstraint(
            model_name='printedversion',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('id',), name='printed_v_current'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='printedversion',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '历史版本不得删除';", hash='a6b3f72f3cca0d545aa46927af993a82fcd81e35', operation='DELETE', pgid='pgtrigger_never_deleted_427db', table='bulletin_printed_version', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='printedversion',
            trigger=pgtrigger.compiler.Trigger(name='never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.superseded_at IS NOT NULL OR OLD.digest IS DISTINCT FROM NEW.digest)', func="RAISE EXCEPTION '历史版本不得修改';", hash='ce722cac81b1e4f910500ef53071fe1906195d71', operation='UPDATE', pgid='pgtrigger_never_edited_3a83e', table='bulletin_printed_version', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='recipient',
            constraint=models.UniqueConstraint(condition=models.Q(('active', True)), fields=('words',), name='recipient_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recipient',
            trigger=pgtrigger.compiler.Trigger(name='keep_insert', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH \n    written AS (\n        INSERT INTO bulletin_recipient_version ("id", "words", "role", "kind", "organisation_id", "order", "active", recorded_from, entry_id, digest)\n        SELECT n."id", n."words", n."role", n."kind", n."organisation_id", n."order", n."active", act.at, act.entry_id, audit_digest(n, act.at)\n        FROM new_rows n  ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_recipient_version\', \'I\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='0185d30bbd58548aef7957a85226aeeec53e0308', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keep_insert_4bdb5', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_recipient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recipient',
            trigger=pgtrigger.compiler.Trigger(name='keep_update', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH closed AS (\n        UPDATE bulletin_recipient_version v\n        SET superseded_at = greatest(act.at, v.recorded_from + interval \'1 microsecond\')\n        FROM new_rows n WHERE v.id = n.id AND v.superseded_at IS NULL\n        RETURNING v.id AS closed_id, v.superseded_at AS closed_at\n    ),\n    written AS (\n        INSERT INTO bulletin_recipient_version ("id", "words", "role", "kind", "organisation_id", "order", "active", recorded_from, entry_id, digest)\n        SELECT n."id", n."words", n."role", n."kind", n."organisation_id", n."order", n."active", coalesce(closed_at, act.at), act.entry_id, audit_digest(n, coalesce(closed_at, act.at))\n        FROM new_rows n LEFT JOIN closed ON closed_id = n.id ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_recipient_version\', \'U\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='83456d3f245a3f17991473f51e6cb1f21c264c6f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_keep_update_90e31', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_recipient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recipient',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '记录不得删除，请作废并写明理由';", hash='77d012beca64b7164f9689aa93d3c62b8a2a9bf9', operation='DELETE', pgid='pgtrigger_never_deleted_57d80', table='bulletin_recipient', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='recipientversion',
            index=models.Index(fields=['id', 'recorded_from'], name='recipient_v_history'),
        ),
        migrations.AddIndex(
            model_name='recipientversion',
            index=models.Index(fields=['entry_id'], name='recipient_v_entry'),
        ),
        migrations.AddConstraint(
            model_name='recipientversion',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('id',), name='recipient_v_current'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recipientversion',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '历史版本不得删除';", hash='d550528fb0f46fbd0b5a77d01aadddda8e595f34', operation='DELETE', pgid='pgtrigger_never_deleted_e1fc7', table='bulletin_recipient_version', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recipientversion',
            trigger=pgtrigger.compiler.Trigger(name='never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.superseded_at IS NOT NULL OR OLD.digest IS DISTINCT FROM NEW.digest)', func="RAISE EXCEPTION '历史版本不得修改';", hash='bcd51374d9e6381a69f58ec800cecd74af52ea77', operation='UPDATE', pgid='pgtrigger_never_edited_1c37d', table='bulletin_recipient_version', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('issue__isnull', False), ('item__isnull', False), _connector='OR'), name='step_of_something'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '签署意见不得修改';", hash='2a6eb0e04b90161f324cb2d8f4c7486930a14e09', operation='UPDATE', pgid='pgtrigger_never_edited_19333', table='bulletin_step', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='keep_insert', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH \n    written AS (\n        INSERT INTO bulletin_step_version ("id", "issue_id", "item_id", "who_id", "post", "move", "label", "opinion", "at", "text_digest", recorded_from, entry_id, digest)\n        SELECT n."id", n."issue_id", n."item_id", n."who_id", n."post", n."move", n."label", n."opinion", n."at", n."text_digest", act.at, act.entry_id, audit_digest(n, act.at)\n        FROM new_rows n  ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_step_version\', \'I\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='eb55a0550ebd9914c7360b564fec497ab36b66a2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keep_insert_67a67', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_step', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='keep_update', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE act record;', func='\n    SELECT * INTO act FROM audit_current();\n    WITH closed AS (\n        UPDATE bulletin_step_version v\n        SET superseded_at = greatest(act.at, v.recorded_from + interval \'1 microsecond\')\n        FROM new_rows n WHERE v.id = n.id AND v.superseded_at IS NULL\n        RETURNING v.id AS closed_id, v.superseded_at AS closed_at\n    ),\n    written AS (\n        INSERT INTO bulletin_step_version ("id", "issue_id", "item_id", "who_id", "post", "move", "label", "opinion", "at", "text_digest", recorded_from, entry_id, digest)\n        SELECT n."id", n."issue_id", n."item_id", n."who_id", n."post", n."move", n."label", n."opinion", n."at", n."text_digest", coalesce(closed_at, act.at), act.entry_id, audit_digest(n, coalesce(closed_at, act.at))\n        FROM new_rows n LEFT JOIN closed ON closed_id = n.id ORDER BY n.id\n        RETURNING version_id, digest\n    )\n    INSERT INTO audit_entry (id, change_id, "table", operation, rows, digest)\n    SELECT act.entry_id, act.change_id, \'bulletin_step_version\', \'U\', count(*),\n           sha256(coalesce(string_agg(digest, \'\'::bytea ORDER BY version_id), \'\'::bytea))\n    FROM written HAVING count(*) > 0;\n    RETURN NULL;\n', hash='b5ff4156a50e24fc914bf6e230790d069b473251', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_keep_update_d4c40', referencing='REFERENCING NEW TABLE AS new_rows ', table='bulletin_step', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '记录不得删除，请作废并写明理由';", hash='6140f3adc8ac262139dbc7e65dd34b59a2d07ecf', operation='DELETE', pgid='pgtrigger_never_deleted_eadf7', table='bulletin_step', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='stepversion',
            index=models.Index(fields=['id', 'recorded_from'], name='step_v_history'),
        ),
        migrations.AddIndex(
            model_name='stepversion',
            index=models.Index(fields=['entry_id'], name='step_v_entry'),
        ),
        migrations.AddConstraint(
            model_name='stepversion',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('id',), name='step_v_current'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stepversion',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '历史版本不得删除';", hash='4a3b3ded4b644c9a3e4fd7ca057828f2737b977a', operation='DELETE', pgid='pgtrigger_never_deleted_73179', table='bulletin_step_version', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stepversion',
            trigger=pgtrigger.compiler.Trigger(name='never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.superseded_at IS NOT NULL OR OLD.digest IS DISTINCT FROM NEW.digest)', func="RAISE EXCEPTION '历史版本不得修改';", hash='6573ca7c54140f8205fa2cc048f775ce2413b96b', operation='UPDATE', pgid='pgtrigger_never_edited_9d772', table='bulletin_step_version', when='BEFORE')),
        ),
    ]
