"""Traditional characters of official language and the simplified ones that stand for them, one to one.

The table holds the characters of organs, kinds of documents, headings, dates, places of government and the verbs of
titles. It serves recognition alone: what is stored and shown stays as it is printed.
"""

PAIRS = (
    "縣县 區区 鄉乡 鎮镇 處处 廳厅 會会 員员 長长 黨党 國国 華华 與与 關关 於于 辦办 發发 號号 頒颁 佈布 "
    "報报 錄录 編编 條条 項项 節节 則则 細细 規规 範范 標标 準准 綱纲 劃划 計计 畫画 決决 議议 請请 復复 "
    "覆复 紀纪 轉转 罷罢 補补 陳陈 備备 査查 機机 構构 單单 務务 財财 經经 濟济 農农 業业 產产 漁渔 環环 "
    "衛卫 勞劳 動动 術术 學学 藝艺 體体 圖图 書书 館馆 檔档 電电 資资 訊讯 網网 應应 緊紧 災灾 險险 護护 "
    "醫医 藥药 養养 療疗 雲云 廣广 東东 嶺岭 灣湾 島岛 臺台 澤泽 漢汉 滿满 蘇苏 贛赣 魯鲁 瓊琼 貴贵 陝陕 "
    "肅肃 寧宁 龍龙 遼辽 慶庆 張张 劉刘 楊杨 趙赵 黃黄 吳吴 孫孙 馬马 許许 鄭郑 謝谢 羅罗 葉叶 盧卢 蔣蒋 "
    "賴赖 鍾钟 鄧邓 蕭萧 馮冯 總总 統统 將将 軍军 隊队 監监 獄狱 檢检 審审 訴诉 證证 記记 設设 執执 續续 "
    "級级 組组 織织 職职 權权 責责 負负 領领 導导 説说 說说 訂订 註注 釋释 適适 實实 現现 對对 為为 爲为 "
    "從从 並并 該该 個个 們们 這这 種种 類类 別别 來来 過过 還还 進进 達达 運运 違违 選选 遺遗 邊边 開开 "
    "間间 問问 聞闻 閱阅 門门 際际 階阶 陽阳 陰阴 陸陆 專专 雙双 歷历 曆历 歲岁 歸归 殘残 殺杀 氣气 測测 "
    "減减 滅灭 無无 獎奖 獨独 獲获 畢毕 當当 盡尽 稅税 穩稳 窮穷 築筑 簡简 籌筹 糧粮 純纯 紙纸 給给 絡络 "
    "結结 維维 綠绿 緣缘 練练 縮缩 績绩 繼继 聯联 聲声 腳脚 舉举 舊旧 蓋盖 蟲虫 裝装 製制 複复 見见 視视 "
    "親亲 覺觉 覽览 觀观 訪访 評评 詞词 試试 詢询 話话 認认 語语 誤误 課课 調调 論论 諮咨 講讲 謀谋 譯译 "
    "讀读 變变 讓让 貝贝 販贩 貨货 貿贸 費费 賀贺 賃赁 賞赏 賠赔 質质 購购 贈赠 車车 軌轨 較较 載载 輔辅 "
    "輕轻 輪轮 輸输 轄辖 遊游 遲迟 郵邮 針针 鈔钞 銀银 銷销 錢钱 鐵铁 鑑鉴 閉闭 閣阁 隨随 雜杂 離离 難难 "
    "靈灵 靜静 響响 頁页 順顺 預预 頓顿 頭头 題题 額额 願愿 顧顾 顯显 風风 飛飞 飯饭 飲饮 驗验 驅驱 驟骤 "
    "魚鱼 鮮鲜 鳥鸟 鹽盐 麥麦 麗丽 點点 齊齐 齡龄 啟启 啓启 廢废 籤签 簽签 獻献 參参 縱纵 輯辑 輿舆 營营 "
    "傳传 價价 優优 儲储 償偿 兒儿 內内 兩两 冊册 創创 劑剂 勝胜 勳勋 協协 卻却 厭厌 嚴严 園园 圓圆 圍围 "
    "團团 堅坚 場场 塊块 墾垦 壓压 壞坏 壯壮 奪夺 婦妇 嬰婴 宮宫 寫写 寬宽 寶宝 屆届 屬属 岡冈 峽峡 師师 "
    "帶带 帳帐 幣币 幹干 幾几 庫库 廠厂 彈弹 彙汇 後后 徑径 徵征 恆恒 態态 慮虑 憲宪 戶户 戰战 拋抛 捨舍 "
    "掃扫 換换 據据 擁拥 擇择 擔担 擬拟 擴扩 攝摄 敗败 敵敌 數数 斷断 時时 晉晋 暫暂 曉晓 極极 樓楼 樣样 "
    "樹树 橋桥 櫃柜 歐欧 歡欢 眾众 礎础 禮礼 稱称 窪洼 競竞 筆笔 繳缴 罰罚 義义 習习 聖圣 聽听 腦脑 膠胶 "
    "臨临 興兴"
)
SIMPLIFIED = {ord(pair[0]): pair[1] for pair in PAIRS.split()}
TRADITIONAL_ONLY = frozenset("縣區鄉鎮處廳會關於辦發號條國華")
LEAST, SAMPLE = 8, 200_000


def simplified(text: str) -> str:
    """The text with each traditional character that the table knows made simplified; the length stays the same."""
    return text.translate(SIMPLIFIED)


def is_traditional(text: str) -> bool:
    """Whether a text is set in traditional characters: several of those that no official text does without."""
    sample = text[:SAMPLE]
    return sum(sample.count(character) for character in TRADITIONAL_ONLY) >= LEAST
