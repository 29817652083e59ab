"""The rules of the files of the content."""

from __future__ import annotations

from ..rules import Level, Rule


class FileRules:
    """WJ: the files of the content."""

    UNREADABLE = Rule(
        "WJ01",
        "文件读不出",
        why="文件损坏、加了密，或不是 UTF-8、GB18030 文字，读不出内容。",
        mend="用原来的软件打开，另存为 UTF-8 文本、CSV UTF-8 或不加密的 .xlsx、.docx。",
    )
    TOO_LARGE = Rule(
        "WJ02",
        "文件太大",
        why="文件大得不像一份公开文本；程序不读，免得占满内存。",
        mend="删去多余的内容、图片和空行空列，或分成几个文件。",
    )
    UNUSED_FILE = Rule(
        "WJ03",
        "没有用到的文件",
        why=(
            "内容文件夹里的每个文件都应当有用；没有用到的，多半是放错了地方或写错了名字，公开时会"
            "漏掉它的内容。"
        ),
        mend="按提示改文件名、移到该放的位置，或移出内容文件夹。",
    )
    TWO_SHAPES = Rule(
        "WJ04",
        "同一份公开有两种写法",
        why=(
            "同一份公开只能有一种写法（一个 YAML 文件、一个 Markdown 文件或一个文件夹），否则不知"
            "道以哪一份为准。"
        ),
        mend="留下要用的一份，其余移走。",
    )
    OUTSIDE = Rule(
        "WJ05",
        "路径超出内容文件夹",
        why="指向内容文件夹之外的链接不读，免得公布不该公布的文件。",
        mend="把文件本身复制进内容文件夹。",
    )
    WRONG_YEAR = Rule(
        "WJ06",
        "年度与文件夹不一致",
        why="文件放在哪一年的文件夹里，网址就是哪一年；与文件里写的“年度”不同，必有一处错了。",
        mend="改正“年度”，或把文件移到对应年份的文件夹。",
    )
    BAD_NAME = Rule(
        "WJ07",
        "标识不合要求",
        why="标识是网址的一部分，要处处能用，只能是英文字母、数字和连字符。",
        mend="改文件名，例如 scjg.yaml；或加一行“标识: scjg”。",
    )
    EMPTY_FILE = Rule(
        "WJ08",
        "文件是空的",
        why="空文件里没有可以公开的内容，多半是忘了写或没有存上。",
        mend="写上内容，或删去文件。",
    )
    REVISIONS = Rule(
        "WJ09",
        "有未处理的修订",
        why="Word 文件里还有没有接受或拒绝的修订，不知道以哪种文字为准。",
        mend="在 Word 里接受或拒绝全部修订，存盘后再导入。",
    )
    MISSING_FILE = Rule(
        "WJ10",
        "找不到引用的文件",
        why="内容里写到的附件或表格文件不在该放的位置，公开后会是失效的链接。",
        mend="把文件放到提示的位置，或改正文件名。",
    )
    CONTROL = Rule(
        "WJ11",
        "看不见的控制字符",
        why="控制字符看不见，却会打乱网页、PDF 和表格；多半是从 Word 或网页粘贴来的。",
        mend="删去提示的那个字符，要换行的另起一行。",
    )
    NOT_TAKEN_IN = Rule(
        "WJ12",
        "工作簿里没有读取的内容",
        Level.WARNING,
        why="工作簿里隐藏的行、列、工作表和批注，作者看不见，不能替他公开；"
        "只从第一个工作表取数，别的工作表也不读。",
        mend="要公开的，取消隐藏，移到第一个工作表的单元格里；不公开的，从工作簿里删掉。",
    )
