"""What organisation events read like."""

from guatu.domain.words import N_

SENTENCES = {
    "tenant.created": N_("建立“{label}”"),
    "tenant.changed": N_("修改“{label}”的本地信息"),
    "unit.created": N_("新增单位“{label}”"),
    "unit.changed": N_("修改单位“{label}”"),
    "unit.closed": N_("撤销单位“{label}”"),
    "post.created": N_("新设岗位“{label}”"),
    "post.changed": N_("修改岗位“{label}”"),
    "post.closed": N_("撤销岗位“{label}”"),
    "post.granted": N_("设定岗位“{label}”的角色：{roles}"),
    "post.taken": N_("{holder} 到任“{label}”"),
    "post.left": N_("{holder} 离任“{label}”"),
    "user.created": N_("开通账号“{label}”"),
    "user.disabled": N_("停用账号“{label}”"),
    "user.enabled": N_("恢复使用账号“{label}”"),
    "user.password_changed": N_("修改账号“{label}”的登录密码"),
    "user.second_factor_on": N_("开启账号“{label}”的两步验证"),
    "user.second_factor_off": N_("停用账号“{label}”的两步验证"),
    "user.second_factor_lifted": N_("解除账号“{label}”的两步验证"),
    "user.recovery_codes_made": N_("重新生成账号“{label}”的备用码"),
    "user.password_reset": N_("重设账号“{label}”的登录密码"),
}
