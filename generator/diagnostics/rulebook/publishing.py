"""The rules of links of the site, and the PDF."""

from __future__ import annotations

from ..rules import Rule


class PublishingRules:
    """LJ and PD: links of the site, and the PDF."""

    DEAD_LINK = Rule(
        "LJ01",
        "失效的链接",
        why="网页上的链接没有对应的网页或位置，读者点了会打不开，所以不发布。",
        mend="检查内容里的地址和改过的模板；没有改过模板的，请告诉维护人员。",
    )
    REPEATED_ID = Rule(
        "LJ02",
        "页内锚点重复",
        why="一个网页里有两处同名的位置，链接不知道指哪一处。",
        mend="检查改过的模板；没有改过模板的，请告诉维护人员。",
    )
    FOREIGN_HOST = Rule(
        "LJ03",
        "网页向别的网站取东西",
        why=(
            "网页自己去取别的网站的样式、字体、图片或脚本，别人就知道谁在看，那个网站一断，网页也坏"
            "了；从 file:// 打开时也取不到。"
        ),
        mend="把文件放进 templates/，用相对地址；读者自己点的链接不受限制。",
    )
    MISSING_GLYPH = Rule(
        "PD01",
        "字体缺字",
        why="字体里没有这个字，PDF 上会是空白或方框。",
        mend="核对是不是异体字或错字；确实要用的，请网站管理人员换一种字体。",
    )
    PDF_FAULT = Rule(
        "PD02",
        "PDF 生成有误",
        why="生成 PDF 时出错，文件可能缺内容。",
        mend="这是模板或样式的问题，请交给网站管理人员。",
    )
