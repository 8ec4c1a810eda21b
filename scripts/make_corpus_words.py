"""The words and sentences of a generated archive.

How many characters, words and quoted terms a document may draw on grows with the square root of its place in the
archive, much as Heaps found for real text: later documents coin some that no earlier one has. A coined word is two
characters that mean nothing together; it is a function of the seed and its rank alone, so whoever uses the rank uses
the same word.
"""

from __future__ import annotations

from functools import cache, lru_cache
from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


OBJECTS = _words("""
    理论学习 调查研究 项目建设 基层治理 营商环境 信访维稳 安全生产 作风建设 干部培养 党员教育 意识形态工作
    民生实事 乡村振兴 生态环保 风险排查 制度执行 谈心谈话 廉政教育 文风会风 为基层减负 招商引资 城市管理
    社区服务 数字化改革 队伍建设 群众工作 督查督办 财务管理 应急处置 宣传引导
""")
FAULTS = _words("""
    抓得不够紧 想得不够深 研究得不够透 落得不够实 盯得不够细 跟得不够快 督促检查少 办法不多 创新不足
    力度有所减弱 标准有所降低 主动性不强 系统性不强 针对性不够 存在畏难情绪 存在应付思想 满足于一般化
""")
MEASURES = _words("""
    带头学习 逐项整改 定期研判 一线调研 跟踪问效 挂牌督办 建章立制 谈话提醒 公开承诺 对标先进 压实责任 严格考核
    接受监督 主动认领 举一反三
""")
_DEGREES = _words("""
    有时 往往 一定程度上 个别时候 在具体工作中 面对急难任务时 与上级要求相比 与群众期盼相比
""")
_EXCUSES = _words("""
    觉得事务多、时间紧 认为有人牵头、自己跟着走就行 总想着不出事、少担责 习惯凭老经验办事 怕得罪人、怕丢选票
    把开会发文当成落实 重布置轻检查 重业务轻党建 看数字多、看现场少 听汇报多、见群众少
""")
_IDIOMS = _words("""
    按部就班 蜻蜓点水 浅尝辄止 走马观花 久久为功 驰而不息 抓铁有痕 身体力行 开拓进取 实事求是 雷厉风行 一以贯之
    知行合一 敷衍塞责 得过且过 防微杜渐 警钟长鸣 集思广益 循序渐进 求真务实
""")
_TERMS = _words("经验 行动 工程 机制 样板 模式 清单 课堂")  # how quoted terms end
_AREA = "片区"
_LEADS = _words("同时， 另外， 特别是 尤其是 归根结底，")
_STOCK, _STOCK_GROWTH = 40, 12  # sentences to borrow: before the first document, and those each document leaves behind


def word(seed: int, index: int, random: Random) -> str:
    """A coined word that document `index` may use; the older ones are the more frequent."""
    return _word(seed, _rank(random, 1500, 250, index))


def term(seed: int, index: int, random: Random) -> str:
    """A term for document `index` to put in quotes, of four characters."""
    rank = _rank(random, 200, 60, index)
    return _word(seed, rank) + _TERMS[rank % len(_TERMS)]


def formula(seed: int, rank: int) -> str:
    """What documents say without quotes, of four characters; the lower the rank, the more often."""
    return _word(seed, rank) + _AREA


def fresh(seed: int, index: int, random: Random, *, measure: bool) -> str:
    """A sentence that document `index` (from 0) writes itself: a problem, or a measure against one."""
    return (_measure if measure else _problem)(seed, index, random)


def borrowed(seed: int, index: int, random: Random, *, measure: bool) -> str:
    """A sentence that others write too, word for word or nearly so."""
    stock = _STOCK + _STOCK_GROWTH * index
    text = _stock(seed, int(stock * random.random() ** 3), measure)  # its head is used most, as with real formulae
    form = random.random()
    if form < 0.6:
        return text
    if form < 0.8:
        return random.choice(_LEADS) + text
    return text[: text.rindex("，") + 1] + random.choice(MEASURES if measure else _EXCUSES) + "。"


@lru_cache(maxsize=1 << 14)
def _stock(seed: int, rank: int, measure: bool) -> str:
    born = max(0, rank - _STOCK) // _STOCK_GROWTH
    return fresh(seed, born, Random(f"{seed}/stock/{rank}/{measure}"), measure=measure)


def _problem(seed: int, index: int, random: Random) -> str:
    subject, fault, excuse = random.choice(OBJECTS), random.choice(FAULTS), random.choice(_EXCUSES)
    degree, idiom = random.choice(_DEGREES), random.choice(_IDIOMS)
    one, two, three = (word(seed, index, random) for _ in range(3))
    form = random.randrange(6)
    if form == 0:
        return f"{degree}对{one}{two}的{subject}{fault}，{three}不够，{excuse}，{idiom}的现象不同程度存在。"
    if form == 1:
        return f"比如，在推进{one}{two}{_AREA}{three}时，{subject}{fault}，{excuse}。"
    if form == 2:
        return f"抓{subject}{fault}，抓{one}{two}又{excuse}，缺少{idiom}的{three}韧劲。"
    if form == 3:
        return f"{excuse}，{one}{two}{random.randint(2, 40)}个{three}问题，{degree}没有及时解决。"
    if form == 4:
        return f"{subject}上{fault}，{degree}用“{term(seed, index, random)}”代替{one}{two}的{three}，{excuse}。"
    return f"{one}{two}、{three}{subject}，{degree}{fault}，{excuse}。"


def _measure(seed: int, index: int, random: Random) -> str:
    subject, measure, other = random.choice(OBJECTS), random.choice(MEASURES), random.choice(MEASURES)
    idiom = random.choice(_IDIOMS)
    one, two, three = (word(seed, index, random) for _ in range(3))
    form = random.randrange(5)
    if form == 0:
        return f"坚持把{one}{two}{subject}摆在突出位置，{measure}、{other}，做到{idiom}、{three}。"
    if form == 1:
        times = random.randint(1, 12)
        return f"围绕“{term(seed, index, random)}”，每季度{measure}{one}{two}不少于{times}次，推动{three}见行见效。"
    if form == 2:
        return f"对{one}{two}的{subject}逐项{measure}、{other}，件件有{three}。"
    if form == 3:
        return f"进一步{measure}，健全{one}{two}{subject}制度，以{idiom}的{three}抓好落实。"
    return f"把{one}、{two}与{subject}贯通起来，{measure}，{other}{three}。"


def _rank(random: Random, start: int, growth: int, index: int) -> int:
    return int((start + growth * (index + 1) ** 0.5) * random.random() ** 2)


@lru_cache(maxsize=1 << 16)
def _word(seed: int, rank: int) -> str:
    random = Random(f"{seed}/word/{rank}")
    born = (max(0, rank - 1500) / 250) ** 2  # the document that may use it first
    known = 700 + 40 * (born + 1) ** 0.5
    characters = _characters()
    return "".join(characters[min(int(known * random.random() ** 1.5), len(characters) - 1)] for _ in range(2))


@cache
def _characters() -> str:
    """Chinese characters, the common ones first: the two levels of GB 2312, then what else GBK has."""
    levels = [_gb2312(0xB0, 0xD7), _gb2312(0xD8, 0xF7)]
    known = {*levels[0], *levels[1]}
    levels.append([chr(code) for code in range(0x4E00, 0x9FA6) if chr(code) not in known])
    for level in levels:  # they stand in the order of their sounds or radicals
        Random("characters").shuffle(level)
    return "".join(character for level in levels for character in level)


def _gb2312(first: int, last: int) -> list[str]:
    rows = (bytes([row, cell]) for row in range(first, last + 1) for cell in range(0xA1, 0xFF))
    return [character for pair in rows if (character := pair.decode("gb2312", "ignore"))]
