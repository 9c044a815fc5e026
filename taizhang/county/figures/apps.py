"""The figures app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "taizhang.county.figures"
    label = "figures"
    verbose_name = "数据"

    def ready(self) -> None:
        from django.core.checks import register

        from taizhang.county.figures import campaign_panel, campaigns
        from taizhang.county.figures.checks import figures_can_be_counted
        from taizhang.county.ui import menu

        campaigns.register_ledgers()
        campaign_panel.register_panel()
        register(figures_can_be_counted)
        menu.register(
            menu.Entry("数据", "figure_board", order=30, visible=lambda person: bool(person.posts_now), phone=True)
        )
        menu.register(menu.Entry("行动进度", "campaigns", order=31, visible=lambda person: bool(person.posts_now)))
        menu.register(menu.Entry("文中数字", "read_text", order=32))
