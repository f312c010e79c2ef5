"""The language check: other languages are refused, English is not, whatever names and letters it is full of."""

from __future__ import annotations

import pytest

from onrecord.sources.language import is_not_english

# One invented report of a flood, in our own words.
LATIN = {
    "de": (
        "Die Regierung teilte am Dienstag mit, dass bei den Überschwemmungen in der Region mindestens vierzehn "
        "Menschen ums Leben gekommen sind und mehr als zweitausend Familien ihre Häuser verlassen mussten. Der "
        "Minister sagte, man werde in den nächsten Tagen Hilfe schicken."
    ),
    "nl": (
        "De regering zei dinsdag dat bij de overstromingen in de streek zeker veertien mensen zijn omgekomen en dat "
        "meer dan tweeduizend gezinnen hun huis hebben moeten verlaten. De minister was in het gebied en wil in de "
        "komende dagen hulp sturen."
    ),
    "fr": (
        "Le gouvernement a annoncé mardi que les inondations dans la région ont fait au moins quatorze morts et que "
        "plus de deux mille familles ont dû quitter leurs maisons. Le ministre a promis d'envoyer de l'aide dans les "
        "prochains jours."
    ),
    "es": (
        "El gobierno dijo el martes que las inundaciones en la región dejaron al menos catorce muertos y que más de "
        "dos mil familias tuvieron que abandonar sus casas. El ministro prometió enviar ayuda en los próximos días."
    ),
    "pt": (
        "O governo disse na terça-feira que as cheias na região deixaram pelo menos catorze mortos e que mais de duas "
        "mil famílias tiveram de abandonar as suas casas. O ministro prometeu enviar ajuda nos próximos dias."
    ),
    "it": (
        "Il governo ha detto martedì che le alluvioni nella regione hanno causato almeno quattordici morti e che più "
        "di duemila famiglie hanno dovuto lasciare le loro case. Il ministro ha promesso di mandare aiuti nei "
        "prossimi giorni."
    ),
    "sv": (
        "Regeringen sade på tisdagen att minst fjorton människor har omkommit i översvämningarna i regionen och att "
        "mer än tvåtusen familjer har tvingats lämna sina hem. Ministern lovade att skicka hjälp under de närmaste "
        "dagarna."
    ),
    "da": (
        "Regeringen sagde tirsdag, at mindst fjorten mennesker er omkommet i oversvømmelserne i regionen, og at mere "
        "end to tusind familier har måttet forlade deres hjem. Ministeren lovede at sende hjælp i de kommende dage."
    ),
    "pl": (
        "Rząd poinformował we wtorek, że w powodzi w regionie zginęło co najmniej czternaście osób, a ponad dwa "
        "tysiące rodzin musiało opuścić swoje domy. Minister obiecał, że w najbliższych dniach wyśle pomoc."
    ),
    "tr": (
        "Hükümet salı günü yaptığı açıklamada bölgedeki sellerde en az on dört kişinin öldüğünü ve iki binden fazla "
        "ailenin evlerini terk etmek zorunda kaldığını bildirdi. Bakan önümüzdeki günlerde yardım göndereceklerini "
        "söyledi."
    ),
    "id": (
        "Pemerintah mengatakan pada hari Selasa bahwa banjir di wilayah itu menewaskan sedikitnya empat belas orang "
        "dan lebih dari dua ribu keluarga harus meninggalkan rumah mereka. Menteri berjanji akan mengirim bantuan "
        "dalam beberapa hari mendatang."
    ),
    "sw": (
        "Serikali ilisema siku ya Jumanne kwamba mafuriko katika eneo hilo yameua watu wasiopungua kumi na wanne na "
        "kwamba zaidi ya familia elfu mbili zimelazimika kuhama nyumba zao. Waziri aliahidi kutuma msaada katika siku "
        "zijazo."
    ),
    "fi": (
        "Hallitus kertoi tiistaina, että alueen tulvissa on kuollut ainakin neljätoista ihmistä ja että yli "
        "kaksituhatta perhettä on joutunut jättämään kotinsa. Ministeri lupasi lähettää apua lähipäivinä, jotta "
        "ihmiset selviävät talvesta."
    ),
    "hu": (
        "A kormány kedden közölte, hogy a térségben pusztító árvizekben legalább tizennégy ember meghalt, és több "
        "mint kétezer családnak kellett elhagynia az otthonát. A miniszter megígérte, hogy a következő napokban "
        "segítséget küld."
    ),
    "ro": (
        "Guvernul a anunțat marți că inundațiile din regiune au făcut cel puțin paisprezece morți și că peste două "
        "mii de familii au fost nevoite să își părăsească locuințele. Ministrul a promis că va trimite ajutoare în "
        "zilele următoare."
    ),
    "vi": (
        "Chính phủ cho biết hôm thứ Ba rằng lũ lụt trong khu vực đã làm ít nhất mười bốn người chết và hơn hai nghìn "
        "gia đình phải rời bỏ nhà cửa. Bộ trưởng hứa sẽ gửi viện trợ trong những ngày tới."
    ),
    "tl": (
        "Sinabi ng pamahalaan noong Martes na hindi bababa sa labing-apat na tao ang namatay sa mga pagbaha sa "
        "rehiyon at mahigit dalawang libong pamilya ang kinailangang umalis sa kanilang mga tahanan. Nangako ang "
        "ministro na magpapadala ng tulong."
    ),
    "so": (
        "Dowladda ayaa Talaadadii sheegtay in ugu yaraan afar iyo toban qof ay ku dhinteen daadadka gobolka, isla "
        "markaana in ka badan laba kun oo qoys ay ku qasbanaadeen inay ka guuraan guryahooda. Wasiirku wuxuu ballan "
        "qaaday inuu gargaar diro."
    ),
    "af": (
        "Die regering het Dinsdag gesê dat ten minste veertien mense in die vloede in die streek omgekom het en dat "
        "meer as tweeduisend gesinne hulle huise moes verlaat. Die minister het belowe om in die komende dae hulp te "
        "stuur."
    ),
    "la": (
        "Legatus dixit hostes flumen transisse atque oppidum cepisse; cives autem noctu fugerunt, et multi in silvis "
        "perierunt, quod neque panem neque aquam habebant. Senatus decrevit ut auxilium mitteretur."
    ),
    "no": (
        "Regjeringen sa tirsdag at minst fjorten mennesker er omkommet i flommene i regionen, og at mer enn to tusen "
        "familier har måttet forlate hjemmene sine. Ministeren lovet for øvrig å sende hjelp i de neste dagene."
    ),
    "cs": (
        "Vláda v úterý oznámila, že při povodních v regionu zahynulo nejméně čtrnáct lidí a že více než dva tisíce "
        "rodin muselo opustit své domovy. Ministr slíbil, že v příštích dnech pošle pomoc a že do oblasti pojede."
    ),
    "hr": (
        "Vlada je u utorak priopćila da je u poplavama u regiji poginulo najmanje četrnaest ljudi i da je više od "
        "dvije tisuće obitelji moralo napustiti svoje domove. Ministar je obećao poslati pomoć u idućim danima."
    ),
    "ht": (
        "Gouvènman an di madi ke inondasyon nan rejyon an touye omwen katòz moun e ke plis pase de mil fanmi te "
        "oblije kite kay yo. Minis la pwomèt pou li voye èd nan jou k ap vini yo."
    ),
}
OTHER_SCRIPTS = {
    "ru": (
        "Правительство сообщило во вторник, что при наводнении в регионе погибли не менее четырнадцати человек, а "
        "более двух тысяч семей были вынуждены покинуть свои дома. Министр пообещал отправить помощь в ближайшие дни."
    ),
    "ar": (
        "قالت الحكومة يوم الثلاثاء إن ما لا يقل عن أربعة عشر شخصا لقوا حتفهم في الفيضانات التي ضربت المنطقة وإن أكثر "
        "من ألفي أسرة اضطرت إلى مغادرة منازلها ووعد الوزير بإرسال المساعدات في الأيام المقبلة"
    ),
    "zh": (
        "政府星期二表示,该地区的洪水造成至少十四人死亡,两千多个家庭被迫离开家园。部长承诺在未来几天内派送援"
        "助物资,并说道路将在周末前重新开放,学校也会复课。"
    ),
    "ja": (
        "政府は火曜日、この地域の洪水で少なくとも十四人が死亡し、二千以上の世帯が家を離れなければならなかった"
        "と発表した。大臣は数日以内に支援を送ると約束した。"
    ),
    "ko": (
        "정부는 화요일 이 지역의 홍수로 최소 열네 명이 숨지고 이천 가구 이상이 집을 떠나야 했다고 "
        "밝혔다. 장관은 앞으로 며칠 안에 구호품을 보내겠다고 약속했으며 도로도 곧 다시 열릴 것이라고"
        " 말했다."
    ),
    "th": (
        "รัฐบาลกล่าวเมื่อวันอังคารว่าน้ำท่วมในภูมิภาคนี้ทำให้มีผู้เสียชีวิตอย่างน้อยสิบสี"
        "่คนและครอบครัวมากกว่าสองพันครอบครัวต้องออกจากบ้าน รัฐมนตรีสัญญาว่าจะส่งความช่วยเ"
        "หลือ"
    ),
    "hi": (
        "सरकार ने मंगलवार को कहा कि क्षेत्र में आई बाढ़ में कम से कम चौदह लोगों की मौत हो गई और दो हज़ार से अधिक "
        "परिवारों को अपने घर छोड़ने पड़े। मंत्री ने आने वाले दिनों में मदद भेजने का वादा किया।"
    ),
    "el": (
        "Η κυβέρνηση ανακοίνωσε την Τρίτη ότι τουλάχιστον δεκατέσσερις άνθρωποι έχασαν τη ζωή τους στις πλημμύρες "
        "στην περιοχή και ότι πάνω από δύο χιλιάδες οικογένειες αναγκάστηκαν να εγκαταλείψουν τα σπίτια τους."
    ),
}
ENGLISH = (
    "The government said on Tuesday that at least fourteen people had died in the floods and that more than "
    "two thousand families "
    "had been forced to leave their homes. The minister promised to send help in the coming days."
)


@pytest.mark.parametrize("language", [*LATIN, *OTHER_SCRIPTS])
def test_other_languages_are_refused(language: str) -> None:
    text = {**LATIN, **OTHER_SCRIPTS}[language]
    assert is_not_english(text)
    assert is_not_english(f"{text} {text}")


@pytest.mark.parametrize("language", ["de", "fr", "es", "tr", "id", "ru", "el"])
def test_other_languages_in_capitals(language: str) -> None:
    assert is_not_english({**LATIN, **OTHER_SCRIPTS}[language].upper())


@pytest.mark.parametrize("language", [*LATIN, *OTHER_SCRIPTS])
def test_nothing_under_twenty_words_is_refused(language: str) -> None:
    words = {**LATIN, **OTHER_SCRIPTS}[language]
    short = words[:36] if language in ("zh", "ja", "th") else " ".join(words.split()[:12])
    assert not is_not_english(short)


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH.upper(),
        ENGLISH.lower(),
        f"“{OTHER_SCRIPTS['ar']}” {ENGLISH} {ENGLISH}",
        f"{ENGLISH} “{LATIN['es']}”",
        # many foreign names
        "President Nguyễn Văn Thắng met Prime Minister Þórunn Jónsdóttir, Foreign Minister Władysław Brzęczyszczykiewicz and "
        "envoys Abd al-Rahman ibn Khalid, José María Núñez de la Peña and Mbali Nkosazana in Ouagadougou on Sunday.",
        # a list of names, a table of figures, scores
        "Squad: Petrović, Đorđević, Jovanović, Kovačević, Stanković, Nikolić, Marković, Ilić, Popović, Pavlović, "
        "Janković, Lukić, "
        "Stojanović, Todorović, Simić, Savić, Tomić, Ristić, Babić, Perić, Matić, Vuković.",
        "Shr 32 cts vs 22 cts Net 3,454,000 vs 2,224,000 Revs 33.2 mln vs 28.1 mln Nine mths Shr 81 cts vs 57 cts "
        "Net 8.7 mln vs "
        "6.1 mln Revs 96.4 mln vs 80.2 mln NOTE: prior year restated",
        "OSTREL 2 VELAND 1, HARBOUR CITY 0 NORTHBANK 0, TARN UNITED 3 PORT OSTREL 3, QUILL ROVERS 1 DORRIT TOWN "
        "4, RAIN STOPPED PLAY",
        "",
        "12 34 56 " * 20,
    ],
)
def test_english_and_what_cannot_be_told_is_read(text: str) -> None:
    assert not is_not_english(text)
