"""A disclosure with pictures of every kind that files have, and with footnotes."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.pictures import drawn, jpeg, png, saved, turned

TEXT = """\
部门: 某局
年度: 2025
表式: 河北
状态: 草案
总体绩效目标: |
  全年安排 {{ 项目预算合计 }} 万元[^甲]，用于供水[^乙]。
  ![近五年检测的水样，{{ 项目数 }} 个项目](附件/水样.png "检测 {{ 项目预算合计 }} 万元的水样")
  [^甲]: 其中 {{ 项目("水质检测").财政资金 }} 万元是财政资金。
  [^乙]: 见年度计划。
  ### 照片
  ![站房里的检测台](附件/印刷.jpg)
  ![手机拍的河道](附件/横放.jpeg "河道")
  ![灰的](附件/灰.png)
  ![十六位](附件/深.png)
  ![近五年检测的水样](附件/水样.png "又是这张")
分项绩效目标:
  - 标题: 监测
    内容: |
      按季抽检[^1]。
      [^1]: 枯水期加密。
项目:
  - 名称: 水质检测
    地址: 001
    编码: 99010125P00312010007P
    预算数: 36.00
    财政资金: 30.00
    其他资金: 6.00
    支出计划: 3月底20%，6月底50%，10月底80%，12月底100%
    用途: 用于水样检测。
    绩效目标: 掌握水质。
"""
FILES = {
    "水样.png": png("RGBA", (4000, 400)),
    "印刷.jpg": jpeg("CMYK"),
    "横放.jpeg": turned(),
    "灰.png": saved(drawn("LA", (60, 20))),
    "深.png": saved(Image.new("I;16", (9, 9), 40000)),
}


def write(folder: Path) -> Path:
    attached = folder / "2025" / "sw" / "附件"
    attached.mkdir(parents=True)
    (folder / "2025" / "sw.yaml").write_text(TEXT, "utf-8")
    for name, data in FILES.items():
        (attached / name).write_bytes(data)
    return folder
