"""A 绩效自评 beside what it evaluates, for the tests of every room that it passes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from generator.contents import find
from generator.diagnostics import Problems
from generator.files import Folder
from generator.forms import Family, load_families
from generator.loader import load, others
from generator.model.disclosure import Disclosure
from tests.conftest import ROOT

EVALUATED = """\
部门: 示例县某局
年度: 2024
表式: 河北
状态: 公开
批复日期: 2024-02-01
公开日期: 2024-02-10
总体绩效目标: |
  抽检覆盖全县。
分项绩效目标:
  - 标题: 监管
    内容: 按季检查。
项目:
  - 名称: 抽检
    地址: chou
    编码: 13990124P00584718844T
    预算数: 36.00
    财政资金: 30.00
    其他资金: 6.00
    支出计划: 3月底20%，6月底50%，10月底80%，12月底100%
    用途: 用于抽检。
    绩效目标: |
      抽检投入 {{ 项目("抽检").预算数 }} 万元，宣传投入 {{ 项目("宣传").预算数 }} 万元
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 | 依据 |
      |---|---|---|---|---|---|
      | 产出指标 | 数量指标 | 检查 | 检查的次数 | ≥4次 | 年度计划 |
      | 产出指标 | 质量指标 | 检查 | 合格的比例 | ≥90% | 年度计划 |
      | 效益指标 | 社会效益指标 | 责任事故起数 | 监管的事故 | 0起 | 责任书 |
      | 满意度指标 | 服务对象满意度指标 | 群众满意度 | 受访者满意 | ≥95% | 问卷调查 |
  - 名称: 宣传
    地址: xuan
    编码: 13990124P005854113368
    预算数: 2.00
    财政资金: 2.00
    支出计划: 3月底20%，6月底50%，10月底80%，12月底100%
    用途: 用于宣传。
    绩效目标: 宣传进村
    绩效指标: |
      | 一级指标 | 二级指标 | 三级指标 | 描述 | 指标值 | 依据 |
      |---|---|---|---|---|---|
      | 产出指标 | 数量指标 | 宣传场次 | 宣传的场次 | ≥4场 | 年度计划 |
      | 效益指标 | 社会效益指标 | 知晓率 | 知晓的比例 | ≥80% | 年度计划 |
      | 满意度指标 | 服务对象满意度指标 | 村民满意度 | 受访者满意 | ≥90% | 年度计划 |
"""
EVALUATION = """\
部门: 示例县某局
年度: 2024
类型: 绩效自评
评价对象: 2024/ju
表式: 绩效自评
状态: 公开
公开日期: 2025-03-01
自评结论: |
  {{ 项目数 }} 个项目完成。
项目:
  - 编码: 13990124P00584718844T
    全年预算数: 40.00
    全年执行数: 38.50
    执行率得分: 9.6
    目标实际完成情况: 抽检完成
    绩效指标: |
      | 二级指标 | 三级指标 | 实际完成值 | 分值 | 得分 | 偏差原因 |
      |---|---|---|---|---|---|
      | 质量指标 | 检查 | 93% | 30 | 30 | |
      | 服务对象满意度指标 | 群众满意度 | 91% | 10 | 9 | 样本偏少，下年扩大调查 |
      | 数量指标 | 检查 | 5次 | 40 | 40 | |
      | 社会效益指标 | 责任事故起数 | 0起 | 10 | 10 | |
  - 名称: 宣传
    全年预算数: 2.00
    全年执行数: 2.00
    执行率得分: 10
    目标实际完成情况: 宣传完成
    绩效指标: |
      | 指标 | 完成值 | 得分 | 分值 |
      |---|---|---|---|
      | 宣传场次 | 4场 | 50 | 50 |
      | 知晓率 | 85% | 30 | 30 |
      | 村民满意度 | 93% | 10 | 10 |
"""
SETTINGS = """\
名称: 示例县预算绩效公开
域名: www.example.cn
标识码: 1399010001
主办单位: 示例县人民政府
联系电话: 0300-0000000
备案号: 示ICP备00000000号
"""


def write_content(folder: Path, evaluation: str = EVALUATION, evaluated: str = EVALUATED) -> None:
    """A content folder with both, and the portal's settings."""
    (folder / "2024").mkdir(parents=True)
    (folder / "站点.yaml").write_text(SETTINGS, "utf-8")
    (folder / "2024/ju.yaml").write_text(evaluated, "utf-8")
    (folder / "2024/ju-zp.yaml").write_text(evaluation, "utf-8")


def families() -> dict[str, Family]:
    return load_families([ROOT / "templates"], Problems())


def read(
    evaluation: str = EVALUATION, evaluated: str = EVALUATED
) -> tuple[Disclosure, Problems, Folder]:
    """The 绩效自评 as read, what was found in it, and the folder with all that was read."""
    with TemporaryDirectory() as name:
        write_content(Path(name), evaluation, evaluated)
        folder, problems = Folder(Path(name)), Problems()
        found = {f.base: f for f in find(folder, problems)}
        known = others(folder, found.values(), families())
        disclosure = load(folder, found["2024/ju-zp"], families(), problems, known)
    assert disclosure is not None
    return disclosure, problems, folder
