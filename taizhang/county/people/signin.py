"""Sign-in as the county wants it: accounts are given by the administrator, never taken."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.password_validation import MinimumLengthValidator
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


class CountyMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "验证码不正确。请核对手机时间是否准确，输入验证器上正在显示的 6 位数字。",
    }


class LongEnough(MinimumLengthValidator):
    """Django's Chinese texts lack this one sentence."""

    def get_error_message(self) -> str:
        return f"密码至少 {self.min_length} 位，请加长；建议用几个不相关的词连在一起。"
