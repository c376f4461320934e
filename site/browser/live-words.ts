/** The words of the live lesson, in the language of the page. What the tests say stays as they say it. */

const en = {
  none: "No lesson is under way.",
  underWay: (lesson: string) => `Lesson ${lesson} is under way.`,
  once: "This one was green once.",
  begin: "Begin this lesson",
  kept: "What is in work/ is kept: undo brings it back.",
  checking: "checking …",
  green: "green",
  red: "red",
  tests: (passed: number, all: number) => `${passed} of ${all} tests`,
  picture: "The last failed test: what went over the wire",
  file: "A file of this lesson",
  hint: "Hint",
  use: "Use the course's",
  mine: "Mine again",
  undo: "Undo",
  redo: "Redo",
  on: (lesson: string) => `On to ${lesson}`,
  runs: "It runs …",
  right: "Right: that is what it prints.",
};

const zh: typeof en = {
  none: "还没有开始任何一课。",
  underWay: (lesson) => `正在学第 ${lesson} 课。`,
  once: "这一课曾经变绿。",
  begin: "开始这一课",
  kept: "work/ 里原有的内容会保存下来，随时可以撤销。",
  checking: "正在检查……",
  green: "绿",
  red: "红",
  tests: (passed, all) => `${all} 个测试，通过 ${passed} 个`,
  picture: "最近一次失败的测试：线路上收发了什么",
  file: "本课的一个文件",
  hint: "提示",
  use: "换成课程的文件",
  mine: "换回我的",
  undo: "撤销",
  redo: "重做",
  on: (lesson) => `去第 ${lesson} 课`,
  runs: "正在运行……",
  right: "对，它打印的就是这个。",
};

export const liveWords = document.documentElement.lang.startsWith("zh") ? zh : en;
