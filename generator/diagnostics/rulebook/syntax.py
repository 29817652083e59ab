"""The rules of what is typed in a file."""

from __future__ import annotations

from ..rules import Level, Rule


class SyntaxRules:
    """YF: what is typed in a file."""

    FULL_WIDTH_COLON = Rule(
        "YF01",
        "全角冒号",
        why="键后面只认半角冒号，全角冒号会让整行变成普通文字。",
        mend="改成半角冒号加一个空格，例如“预算数: 36.00”。",
    )
    TAB = Rule(
        "YF02",
        "制表符",
        why="制表符在不同软件里宽度不同，用它缩进分不清层次。",
        mend="改用空格，每级两个。",
    )
    FULL_WIDTH_SPACE = Rule(
        "YF03",
        "全角空格缩进",
        why="全角空格看起来像缩进，程序却当作文字。",
        mend="改用半角空格，每级两个。",
    )
    FLOW = Rule(
        "YF04",
        "流式写法",
        why="写在一行里的 {} 和 [] 遇到逗号会悄悄拆开，不能用。",
        mend="每个键、每一项各占一行。",
    )
    FANCY = Rule(
        "YF05",
        "不支持的 YAML 写法",
        why="锚点、标签、折行等 YAML 写法容易写错，也看不出结果，这里不用。",
        mend="按提示改成“键: 值”或“键: |”加缩进的各行。",
    )
    DUPLICATE_KEY = Rule(
        "YF06",
        "键重复",
        why="同一层里一个键写了两次，不知道以哪个为准。",
        mend="只留一个。",
    )
    STRUCTURE = Rule(
        "YF07",
        "缩进或结构不对",
        why="缩进表示谁属于谁；缩进不齐，就读不出层次。",
        mend="与同一层的上一个键对齐，每级两个空格。",
    )
    CONTINUATION = Rule(
        "YF08",
        "值写成了多行",
        why="冒号后面的值只有一行；接着写的下一行不知道属于谁。",
        mend="多行文字写在“键: |”下面，整体缩进。",
    )
    NOT_KEY_VALUE = Rule(
        "YF09",
        "不是“键: 值”",
        why="这里每一行都应当是“键: 值”，或以“- ”开头的一项。",
        mend="补上键和冒号；是上一个键的文字的，写到“键: |”下面。",
    )
    TOO_DEEP = Rule(
        "YF10",
        "嵌套太深或条目太多",
        why="层次太深、条目或项目太多，多半是缩进或粘贴出了错；程序也要防止占满内存。",
        mend="检查这一处的缩进；内容确实很多的，分成几个文件。",
    )
    QUOTED = Rule(
        "YF11",
        "多余的引号",
        why="作者敲的每个字都原样印出来，引号也会印出来。",
        mend="去掉引号；确要印出引号的，写在“键: |”下面。",
    )
    FRONT_MATTER = Rule(
        "YF12",
        "文件头不完整",
        why="Markdown 文件开头两行“---”之间写部门、年度、表式等，缺了就不知道怎么读正文。",
        mend="补上开头和结尾的“---”。",
    )
    HEADING = Rule(
        "YF13",
        "标题用法不对",
        why="标题的级别决定内容归在哪里：## 是节，### 是项目、分项目标或小标题。",
        mend="按提示改井号的个数；井号后面加一个空格。",
    )
    STRAY_TEXT = Rule(
        "YF14",
        "文字放错了地方",
        why="这些文字或表格放在这里，不属于任何一节或任何一个键，公开时会丢失。",
        mend="移到所属的标题或键下面；正文里的表用“```表”围起来。",
    )
    WORKBOOK_FORMULA = Rule(
        "YF15",
        "公式没有存下的值",
        why="工作簿里的公式没有存下算好的数，程序不替 Excel 计算。",
        mend="用 Excel 或 WPS 打开，重新计算后存盘；或改成数字。",
    )
    LIKE_A_KEY = Rule(
        "YF16",
        "像是别的表式的键",
        Level.NOTE,
        why="Markdown 里，多行内容中间的一行“键：值”，键不是这个表式的，就当作正文印出来。",
        mend="确实是正文的不用改；要写那一栏的，按提示写。",
    )
