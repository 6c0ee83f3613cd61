/** Spices, estate crops, livestock, fisheries and forest goods as a table; see `parse-table.ts`. */
export const ESTATE_AND_ANIMAL = `
== spices | rempah dan obat | spices and medicinal plants

-- dry-spices | rempah kering | dry spices
pepper | lada | pepper | kg | 0904.11 | | 365/- | 6-9 | | merica, lada hitam, lada putih, mrica, sahang, pedes
clove | cengkeh | clove | kg | 0907.10 | | 365/- | 6-9 | | cengkih, cingkeh
nutmeg | pala | nutmeg | kg | 0908.11 | | 365/- | all | | biji pala, fuli, bunga pala
cinnamon | kayu manis | cinnamon | kg | 0906.11 | | 365/- | all | | kulit manis, cassiavera, keningar, manis jangan
vanilla | vanili | vanilla | kg | 0905.10 | | 365/- | 5-8 | | panili, vanili kering, vanilla

-- rhizomes | empon-empon | ginger and turmeric
ginger | jahe | ginger | kg | 0910.11 | psat | 30/90 | 6-9 | | jae, jahe merah, jahe gajah, jahe emprit, halia
turmeric | kunyit | turmeric | kg | 0910.30 | | 30/90 | 6-9 | | kunir, koneng, temulawak, kunyit asam

-- essential-oils | minyak atsiri | essential oils
patchouli-oil | minyak nilam | patchouli oil | kg, volume | 3301.29 | | 365/- | all | | nilam, minyak atsiri, dilem

== estate-crops | perkebunan | estate crops

-- coffee | kopi | coffee
coffee-green | kopi biji | green coffee | kg | 0901.11 | | 365/- | 4-9 | | kopi, kopi ose, ose, kopi beras, kopi hijau, green bean, kopi robusta, kopi arabika, biji kopi, kopi mentah

-- cocoa | kakao | cocoa
cocoa-bean | kakao biji | cocoa bean | kg | 1801.00 | | 180/- | 3-7, 9-11 | | coklat, biji coklat, kakao, biji kakao, cokelat

-- tobacco | tembakau | tobacco
tobacco | tembakau | tobacco leaf | kg | 2401.10 | | 180/- | 8-10 | | mbako, tembakau rajangan, bako, tembakau krosok

-- sugar-cane | tebu | sugar cane
sugar-cane | tebu | sugar cane | ton | 1212.93 | | 2/- | 5-10 | | tiwu, tebu giling, rosan

-- oil-palm | kelapa sawit | oil palm
palm-ffb | TBS sawit | oil-palm fresh fruit bunches | kg | | | 2/- | all | | sawit, TBS, tandan buah segar, kelapa sawit, buah sawit, brondolan

-- rubber | karet | rubber
rubber | karet | rubber | kg | 4001.29 | | 60/- | all | | getah karet, bokar, lateks, ojol, lump karet

-- tea | teh | tea
tea-leaf | pucuk teh | tea leaf | kg | | | 1/- | all | | teh, daun teh, pucuk teh segar, teh hijau

== livestock | peternakan | livestock

-- milk | susu | milk
milk-fresh | susu segar | fresh milk | liter, mass | 0401.20 | nkv | 0/2 | all | | susu, susu sapi, susu murni, susu perah, susu mentah, susu sapi segar
milk-pasteurised | susu pasteurisasi | pasteurised milk | liter, mass, count, pack, botol | 0401.20 | bpom-md, halal | 0/7 | all | | susu, susu pasteur, susu cup, susu kemasan, susu botol

-- eggs | telur | eggs
egg-chicken | telur ayam | hen eggs | kg, count | 0407.21 | nkv | 14/30 | all | | telur, telor, endhog, endog, telur ayam ras, telur ayam negeri, telur ayam kampung, telor ayam
egg-duck | telur bebek | duck eggs | butir, mass | 0407.29 | nkv | 14/30 | all | | telur, telur itik, telur asin, telor bebek, endog bebek, telur bebek asin

-- poultry | unggas | poultry
chicken-live | ayam pedaging hidup | live broiler | ekor, mass | 0105.94 | | -/- | all | live | ayam, ayam hidup, ayam broiler, ayam pedaging, ayam potong hidup, ayam kampung, pitik
chicken-carcass | karkas ayam | chicken carcass | kg, ekor | 0207.11 | nkv, halal | 0/3 | all | | ayam, ayam potong, daging ayam, ayam karkas, ayam beku, ayam segar

-- cattle | sapi | cattle
beef-cattle | sapi potong | beef cattle | ekor, mass | 0102.29 | | -/- | all | live | sapi, lembu, sapi hidup, sapi kurban, sapi bali, sapi madura, sapi limosin, sapi simental

-- red-meat | daging merah | red meat
beef | daging sapi | beef | kg | 0201.30 | nkv, halal | 0/4 | all | | daging, daging segar, iga sapi, daging sapi beku

-- goats-and-sheep | kambing dan domba | goats and sheep
goat | kambing | goat or sheep | ekor, mass | 0104.20 | | -/- | all | live | domba, wedhus, wedus, kambing etawa, kambing kurban, embe, wedhus gembel

-- honey | madu | honey
honey | madu | honey | kg, volume, count, botol | 0409.00 | pirt, halal | 365/- | 5-9 | | madu hutan, madu murni, madu klanceng, madu trigona, madu randu

== fisheries | perikanan | fisheries

-- freshwater-fish | ikan air tawar | freshwater fish
tilapia | nila | tilapia | kg | 0302.71 | | 0/3 | all | | ikan nila, mujair, mujahir, nila merah, nila hitam, ikan mujair
catfish | lele | catfish | kg | 0302.72 | | 0/3 | all | | ikan lele, lele dumbo, lele sangkuriang, patin, ikan patin

-- brackish-fish | ikan air payau | brackish-water fish
milkfish | bandeng | milkfish | kg | | | 0/3 | all | | ikan bandeng, bolu, bandeng segar, bandeng presto

-- marine-fish | ikan laut | marine fish
tuna-cakalang | tuna, cakalang, tongkol | tuna and skipjack | kg | | skp, haccp | 0/4 | all | | tuna, cakalang, tongkol, ikan tuna, ikan cakalang, ikan tongkol, skipjack, pindang, ikan laut, ikan

-- crustaceans | krustasea | shrimp and crab
shrimp | udang vaname | shrimp | kg | 0306.17 | haccp | 0/2 | all | | udang, udang vannamei, udang windu, vaname, urang, udang galah, vanamei
crab | kepiting | crab | kg | | | 0/3 | all | | rajungan, kepiting bakau, yuyu, kepiting soka

-- seaweed | rumput laut | seaweed
seaweed | rumput laut kering | dried seaweed | kg | 1212.21 | | 365/- | all | | rumput laut, cottonii, gracilaria, agar-agar, agar-agar kering, e cottonii, sango-sango

-- preserved-fish | ikan awetan | preserved fish
fish-salted | ikan asin | dried salted fish | kg | 0305.59 | pirt | 90/- | 5-10 | | ikan kering, gereh, teri asin, ikan teri, teri, gesek, ikan asin teri

== forest | kehutanan | forest products

-- bamboo | bambu | bamboo
bamboo | bambu | bamboo | piece, volume | 1401.10 | | -/- | all | | pring, bambu petung, awi, deling, bambu apus

-- timber | kayu | timber
timber-community | kayu rakyat | community timber | m3, count | 4403.49 | svlk | -/- | all | | kayu, kayu sengon, kayu jati, kayu mahoni, gelondongan, kayu log, albasia

-- rattan | rotan | rattan
rattan | rotan | rattan | kg, count, volume | 1401.20 | svlk | -/- | all | | penjalin, rotan asalan, rotan mentah
`;
