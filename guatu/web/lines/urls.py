from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.lines.views import (
    chain,
    detail,
    editing,
    forces,
    listing,
    plan,
    quarters,
    score_items,
)

_ONE = "<uuid:pk>/"
_TARGET = f"{_ONE}targets/<uuid:row_pk>/"
_TASK = f"{_ONE}tasks/<uuid:row_pk>/"
_INDICATOR = "quarters/indicators/<uuid:pk>/"
_ITEM = f"{_ONE}score-items/<uuid:row_pk>/"

urlpatterns: list[URLPattern] = [
    path("", listing.line_list, name="line-list"),
    path("export/", listing.line_export, name="line-export"),
    path("chain/", chain.chain_list, name="line-chains"),
    path("chain/export/", chain.chain_list_export, name="line-chains-export"),
    path("quarters/", quarters.quarter_targets, name="quarter-targets"),
    path("quarters/export/", quarters.quarter_export, name="quarter-export"),
    path("quarters/targets/", quarters.quarter_setting, name="quarter-setting"),
    path("quarters/actuals/", quarters.quarter_reporting, name="quarter-reporting"),
    path("quarters/indicators/", quarters.indicator_list, name="quarter-indicators"),
    path("quarters/indicators/new/", quarters.indicator_new, name="quarter-indicator-new"),
    path(_INDICATOR, quarters.indicator_edit, name="quarter-indicator"),
    path(f"{_INDICATOR}removal/", quarters.indicator_removal, name="quarter-indicator-removal"),
    path("quarters/<uuid:pk>/", quarters.quarter_cell, name="quarter-cell"),
    path("new/", editing.line_new, name="line-new"),
    path("headquarters/new/", forces.headquarters_new, name="line-headquarters-new"),
    path("task-forces/new/", forces.force_new, name="line-force-new"),
    path("task-forces/<uuid:pk>/", forces.force_edit, name="line-force-edit"),
    path(_ONE, detail.line_detail, name="line-detail"),
    path(f"{_ONE}history/", detail.line_history, name="line-history"),
    path(f"{_ONE}plan/export/", detail.plan_export, name="line-plan-export"),
    path(f"{_ONE}edit/", editing.line_edit, name="line-edit"),
    path(f"{_ONE}approval/", editing.line_step, {"verb": "approve"}, name="line-approve"),
    path(f"{_ONE}publication/", editing.line_step, {"verb": "publish"}, name="line-publish"),
    path(f"{_ONE}closing/", editing.line_step, {"verb": "close"}, name="line-close"),
    path(f"{_ONE}draft/", editing.line_step, {"verb": "reopen"}, name="line-reopen"),
    path(f"{_ONE}targets/new/", plan.target_new, name="line-target-new"),
    path(_TARGET, plan.target_edit, name="line-target-edit"),
    path(f"{_TARGET}removal/", plan.target_removal, name="line-target-removal"),
    path(f"{_ONE}tasks/new/", plan.task_new, name="line-task-new"),
    path(_TASK, plan.task_edit, name="line-task-edit"),
    path(f"{_TASK}removal/", plan.task_removal, name="line-task-removal"),
    path(f"{_ONE}score-items/new/", score_items.item_new, name="line-item-new"),
    path(_ITEM, score_items.item_edit, name="line-item-edit"),
    path(f"{_ITEM}removal/", score_items.item_removal, name="line-item-removal"),
    path(f"{_ONE}chain/", chain.line_chain, name="line-chain"),
    path(f"{_ONE}chain/export/", chain.chain_export, name="line-chain-export"),
    path(f"{_ONE}chain/links/", chain.chain_link, name="line-chain-link"),
    path(f"{_ONE}chain/links/removal/", chain.chain_unlink, name="line-chain-unlink"),
    path(f"{_ONE}chain/posts/", chain.chain_post, name="line-chain-post"),
    path(f"{_ONE}chain/score-items/", chain.chain_item, name="line-chain-item"),
    path(f"{_ONE}chain/score-items/<uuid:row_pk>/", chain.chain_tie, name="line-chain-tie"),
]
