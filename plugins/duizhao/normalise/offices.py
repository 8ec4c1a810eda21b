"""Offices by the words that make them: what rank, of what, over whom. 副 + 局 + 长, 四级 + 调研员, 第一 + 书记."""

from __future__ import annotations

import re

_RANK = "(?:常务|专职|兼职|代理|执行|第一|[一二三四]级|高级|首席)?副?总?"
_HEADED = (  # a …长 over each
    "[局厅部处科司股院校园所站队厂场社台馆行县区市镇乡州省盟旗村组庭段矿室系班店会团机船车关营连排工格河库值]"
)
_PARTY = "(?:(?:机关|直属|联合|临时)?(?:党委|党组|党工委|党总支|党支部|支部|总支)|班子|支委会|支委)"
_SEATS = (
    f"(?:{_PARTY})?(?:成员|委员(?!会))|(?:政治|宣传|组织|纪检|统战|政法|青年|生活|学习)委员(?!会)|常委(?!会|班子)|"
    "分管领导|主要负责同志|主要负责人|负责人|普通党员"
)
_POSTS = (  # a longer one before what it begins with
    "(?:经理|[校院行局]长|法官|检察官|主任)助理|主任科员|主任医师|主任护师|主任|(?:主席团)?主席(?!团)|经理(?!部)|董事长|理事长|监事长|秘书长|检察长|审判长|护士长|"
    "警长|教务长|参谋长|支书|总监|政委|(?:政治)?教导员|(?:政治)?指导员|辅导员|调研员|巡视员|科员|办事员|主管(?=[^部门局单]|$)|专员|专干|干事|书记员|审判员|"
    "工程师|会计师(?!事务所)|统计师|审计师|经济师|农艺师|规划师|药剂?师|检验师|技师|调度员|技术员|网格员|安全员|质检员|协理员|督学|"
    "总编辑|主编|总编"
)
_TRADES = (
    "(?:民警|辅警|柜员|会计|出纳|村官|教师|教授|讲师|医师|医生|护士|研究员|编辑|记者|法官|检察官)"
    "(?![部站协会团队节党支第工师])"
)

OFFICE = f"(?:{_SEATS}|{_PARTY}?{_RANK}(?<!总)书记(?!员|处)|{_RANK}(?:{_HEADED}长(?![期远效处])|{_POSTS}|{_TRADES}))"
"""A pattern for one office: 党组书记, 副局长, 四级调研员. What stands before it is the unit (云岭县水务局|副局长)."""

_GAP = r"[^、，。；：！？\s]{0,12}?"
CHAIN = rf"{OFFICE}(?:[、兼]{_GAP}{OFFICE})*"
"""A person's offices, one after the other: 党组成员、副局长兼总工程师."""

OFFICES = re.compile(rf"{OFFICE}(?:[、兼，]\s*{_GAP}{OFFICE})*")
"""Those of a line that is about nothing else, commas between them too."""
