"""Sign-in as the county wants it: accounts are given by the administrator, never taken."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class CountyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes public sign-up and says in Chinese what to do after too many wrong passwords."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": "密码连续输错次数过多，账号已暂时锁定。请 15 分钟后再试，或联系系统管理员核实身份后解锁。",
        "username_password_mismatch": "登录名或密码不正确。密码区分大小写；忘记密码请联系本单位管理员。",
        "account_inactive": "该账号已停用，请联系系统管理员。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
