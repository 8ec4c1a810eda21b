"""A generated archive of this genre, for benchmarks and scale tests.

Document `i` is a function of the seed and `i` alone: an archive of 1,001 is one of 1,000 with a document added, and the
same on every machine. Vocabulary, phrases and distinct sentences keep growing with the number of documents (a new
document coins words and sentences of its own, by a square-root law as Heaps found for real text), while most sentences
come from a stock that earlier documents use too, near-verbatim, as people of this trade do borrow. About 4,000
characters a document.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random

from duizhao.taxonomy import Meeting, load_taxonomy

CHARACTERS = 4000  # a document, about
FRESH = 0.25  # share of sentences that no earlier document has
GBK_SHARE, MARKDOWN_SHARE = 0.1, 0.1


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SYLLABLES = (
    "安北昌城川春大德东丰福高广海合河恒红宏华怀惠吉江金锦景九开康兰乐丽林灵龙"
    "隆马梅明南宁平浦青清泉荣瑞三沙山上石双水松泰天通同万望文武西溪祥新兴雄阳"
    "义永玉元远云泽长振正中州竹紫"
)
_UNITS = _words("""
    财政局 教育局 民政局 水务局 林业局 统计局 司法局 农业农村局 交通运输局 卫生健康局
""")
_TOWNS = ("镇", "乡", "街道")
_ROLES = _words("""
    党组书记 局长 副局长 党组成员 党委书记 镇长 副镇长 办公室主任 纪委书记 党支部书记
""")
_OBJECTS = _words("""
    理论学习 调查研究 项目建设 基层治理 营商环境 信访维稳 安全生产 作风建设 干部培养 党员教育 意识形态工作
    民生实事 乡村振兴 生态环保 风险排查 制度执行 谈心谈话 廉政教育 文风会风 为基层减负 招商引资 城市管理
    社区服务 数字化改革 队伍建设 群众工作 督查督办 财务管理 应急处置 宣传引导
""")
_FAULTS = _words("""
    抓得不够紧 想得不够深 研究得不够透 落得不够实 盯得不够细 跟得不够快 督促检查少 办法不多 创新不足
    力度有所减弱 标准有所降低 主动性不强 系统性不强 针对性不够 存在畏难情绪 存在应付思想 满足于一般化
""")
_DEGREES = _words("""
    有时 往往 一定程度上 个别时候 在具体工作中 面对急难任务时 与上级要求相比 与群众期盼相比
""")
_EXCUSES = _words("""
    觉得事务多、时间紧 认为有人牵头、自己跟着走就行 总想着不出事、少担责 习惯凭老经验办事 怕得罪人、怕丢选票
    把开会发文当成落实 重布置轻检查 重业务轻党建 看数字多、看现场少 听汇报多、见群众少
""")
_MEASURES = _words("""
    带头学习 逐项整改 定期研判 一线调研 跟踪问效 挂牌督办 建章立制 谈话提醒 公开承诺 对标先进 压实责任 严格考核
    接受监督 主动认领 举一反三
""")
_IDIOMS = _words("""
    按部就班 蜻蜓点水 浅尝辄止 走马观花 久久为功 驰而不息 抓铁有痕 身体力行 开拓进取 实事求是 雷厉风行 一以贯之
    知行合一 敷衍塞责 得过且过 防微杜渐 警钟长鸣 集思广益 循序渐进 求真务实
""")
_CAUSES = ("理想信念", "宗旨意识", "担当精神", "党性修养", "纪律观念", "能力本领", "大局观念", "自律意识")


def document(seed: int, index: int) -> tuple[str, str, str]:
    """Name, text and encoding of document `index` (from 0)."""
    random = Random(f"{seed}/{index}")
    meetings = [meeting for meeting in load_taxonomy().meetings if len(meeting.aspects) > 2]
    meeting = random.choice(meetings)
    place = _coined(random, index)
    unit = f"{place}{random.choice(_UNITS)}" if random.random() < 0.7 else f"{place}{random.choice(_TOWNS)}"
    title = f"{unit}{random.choice(_ROLES)}{meeting.year}年{meeting.name}个人对照检查材料"
    text = "\n".join(_lines(random, seed, index, meeting, title)) + "\n"
    if random.random() < MARKDOWN_SHARE:
        return f"{meeting.year}/{index:06d}-{title[:24]}.md", "# " + text, "utf-8"
    encoding = "gb18030" if random.random() < GBK_SHARE else "utf-8"
    return f"{meeting.year}/{index:06d}-{title[:24]}.txt", text, encoding


def _lines(random: Random, seed: int, index: int, meeting: Meeting, title: str) -> Iterator[str]:
    quota = int(CHARACTERS * 0.8) // (len(meeting.aspects) * 3 + 9)  # characters a passage, by the number of passages
    yield title
    yield ""
    yield (
        f"按照关于开好{meeting.name}的通知要求，会前我认真学习规定篇目，"
        f"开展谈心谈话{random.randint(5, 60)}人次，征求意见建议{random.randint(8, 90)}条。"
        f"{_sentences(random, seed, index, quota // 2, _problem)}现将有关情况报告如下。"
    )
    yield "一、存在的突出问题"
    for place, aspect in enumerate(meeting.aspects):
        yield f"（{_numeral(place)}）{aspect.name}方面"
        for item in range(3):
            subject = random.choice(_OBJECTS)
            body = _sentences(random, seed, index, quota, _problem)
            yield f"{_numeral(item)}是{subject}{random.choice(_FAULTS)}。{body}"
    yield "二、产生问题的原因"
    for place, cause in enumerate(random.sample(_CAUSES, 4)):
        body = _sentences(random, seed, index, quota, _problem)
        yield f"（{_numeral(place)}）{cause}有所弱化。{body}"
    yield "三、今后努力方向和整改措施"
    for place in range(4):
        body = _sentences(random, seed, index, quota, _measure)
        yield f"（{_numeral(place)}）{random.choice(_MEASURES)}，{random.choice(_OBJECTS)}走在前。{body}"


def _sentences(random: Random, seed: int, index: int, length: int, kind: object) -> str:
    """Sentences of at least `length` characters together: fresh ones, and ones from the stock of earlier documents."""
    text = ""
    while len(text) < length:
        if random.random() < FRESH:
            own = Random(random.getrandbits(64))
        else:  # the stock grows with the archive; its head is used most, as with real formulae
            stock = 40 + 12 * index
            own = Random(f"{seed}/stock/{int(stock * random.random() ** 3)}")
        text += _problem(own, index) if kind is _problem else _measure(own, index)
    return text


def _problem(random: Random, index: int) -> str:
    subject, fault, excuse = random.choice(_OBJECTS), random.choice(_FAULTS), random.choice(_EXCUSES)
    degree, idiom = random.choice(_DEGREES), random.choice(_IDIOMS)
    place, other = _coined(random, index), _coined(random, index)
    form = random.randrange(5)
    if form == 0:
        return f"{degree}对{subject}{fault}，{excuse}，{idiom}的现象不同程度存在。"
    if form == 1:
        return f"比如，在推进{place}{other}片区工作中，{subject}{fault}，{excuse}。"
    if form == 2:
        return f"抓{subject}{fault}，抓{random.choice(_OBJECTS)}又{excuse}，缺少{idiom}的韧劲。"
    if form == 3:
        return f"{excuse}，{place}{random.randint(2, 40)}个{subject}问题{degree}没有及时解决。"
    return f"{subject}上{fault}，{degree}用“{place}经验”代替{other}的实际，{excuse}。"


def _measure(random: Random, index: int) -> str:
    subject, measure, other = random.choice(_OBJECTS), random.choice(_MEASURES), random.choice(_MEASURES)
    place, idiom = _coined(random, index), random.choice(_IDIOMS)
    form = random.randrange(4)
    if form == 0:
        return f"坚持把{subject}摆在突出位置，{measure}、{other}，做到{idiom}。"
    if form == 1:
        return f"围绕“{place}行动”，每季度{measure}不少于{random.randint(1, 12)}次，推动{subject}见行见效。"
    if form == 2:
        return f"对{place}的{subject}逐项{measure}、{other}，件件有着落。"
    return f"进一步{measure}，健全{place}{subject}制度，以{idiom}的作风抓好落实。"


def _coined(random: Random, index: int) -> str:
    """A name of two characters; how many there are grows with the square root of the archive."""
    known = 60 + int(40 * (index + 1) ** 0.5)
    rank = int(known * random.random() ** 2)
    first, second = divmod(rank * 7919 % (len(_SYLLABLES) ** 2), len(_SYLLABLES))
    return _SYLLABLES[first] + _SYLLABLES[second]


def _numeral(place: int) -> str:
    return "一二三四五六七八九十"[place]


def make(count: int, folder: Path, seed: int = 1, first: int = 0) -> None:
    """Writes documents `first` up to `count` (half-open) under `folder`."""
    for index in range(first, count):
        name, text, encoding = document(seed, index)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    make(options.count, options.folder, options.seed)


if __name__ == "__main__":
    main()
