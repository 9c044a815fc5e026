"""The children line of work."""

from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "taizhang.lines.children"
    label = "children"
    verbose_name = "儿童福利"

    def ready(self) -> None:
        from taizhang.lines.children import figures, items, ledgers  # noqa: F401  (each registers what it declares)
        from taizhang.lines.children.roll import flows, menu, panel  # noqa: F401

        menu.register_entries()
        panel.register_panel()
        from taizhang.lines.children.payroll import menu as payroll_menu

        payroll_menu.register_entries()
        from taizhang.lines.children.care import ledgers as care_ledgers  # noqa: F401
        from taizhang.lines.children.care import menu as care_menu

        care_menu.register_entries()
        from taizhang.lines.children.arrivals import figures as arrival_figures  # noqa: F401
        from taizhang.lines.children.arrivals import flows as arrival_flows  # noqa: F401
        from taizhang.lines.children.arrivals import menu as arrivals_menu

        arrivals_menu.register_entries()
        from taizhang.lines.children.outreach import figures as outreach_figures  # noqa: F401
        from taizhang.lines.children.outreach import menu as outreach_menu

        outreach_menu.register_entries()
        from taizhang.lines.children.claims import figures as claims_figures  # noqa: F401
        from taizhang.lines.children.claims import menu as claims_menu

        claims_menu.register_entries()
        from taizhang.lines.children.cases import ledgers as case_ledgers  # noqa: F401
        from taizhang.lines.children.cases import menu as case_menu
        from taizhang.lines.children.cases import panel as case_panel
        from taizhang.lines.children.returns import figures as returns_figures  # noqa: F401

        case_menu.register_entries()
        case_panel.register_panel()
