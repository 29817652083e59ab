"""The rules of a 绩效自评 and what it evaluates."""

from __future__ import annotations

from ..rules import Rule


class EvaluationRules:
    """ZP: a 绩效自评 and what it evaluates."""

    KIND_MISMATCH = Rule(
        "ZP01",
        "类型与评价对象、表式不配套",
        why="绩效自评用“绩效自评”的表式和“评价对象”，部门预算不用；两边要配套。",
        mend="按提示改表式、类型，或删去“评价对象”。",
    )
    BAD_EVALUATED = Rule(
        "ZP02",
        "评价对象不能用",
        why="自评的内容取自评价对象；它找不到、有错误或不是本部门的，就无从自评。",
        mend="写成“年份/文件名”，例如 2024/scjg；评价对象有错误的先到那里改正。",
    )
    EVALUATED_PROJECT = Rule(
        "ZP03",
        "自评的项目与评价对象对不上",
        why="自评的项目要与评价对象的一个项目对应，而且只评一次。",
        mend="用名称、编码或地址指明一个项目；重复的只留一处。",
    )
    EVALUATED_INDICATOR = Rule(
        "ZP04",
        "自评的指标与评价对象对不上",
        why="自评的指标要与评价对象的指标一一对应。",
        mend="照抄评价对象的指标名称；同名的加一列“二级指标”。",
    )
    TYPED_AGAIN = Rule(
        "ZP05",
        "取自评价对象的内容又写了一遍",
        why="目标和指标值只在评价对象里写一遍，两处都写就可能不一致。",
        mend="删去这一项或这一列；写错了的，到评价对象里改正。",
    )
