/** Islands as a table that a person who knows the map can read and correct: the codes of what lies on each; see `landmass.ts`. */
export const LANDMASSES = `
# Provinces whose regencies mostly share one.
sumatra: 11 12 13 14 15 16 17 18
bangka: 19
bintan: 21
java: 31 32 33 34 35 36
bali: 51
sumbawa: 52
flores: 53
kalimantan: 61 62 63 64 65
sulawesi: 71 72 73 74 75 76
seram: 81
halmahera: 82
papua: 91 92 93 94 95 96

# Regencies, and districts (three groups), that lie elsewhere than their province (or regency).
# Aceh and North Sumatra. Samosir lies in a lake and is bridged: Sumatra.
simeulue: 11.09
weh: 11.72
nias: 12.04 12.14 12.24 12.25 12.78
batu islands: 12.14.04 12.14.05 12.14.16 12.14.28 12.14.29 12.14.30 12.14.31
# West Sumatra: Siberut holds most of the Mentawai, Sipora its seat, the Pagai the south.
siberut: 13.09
sipora: 13.09.02 13.09.08
pagai: 13.09.01 13.09.09 13.09.10
# Riau: most people of Bengkalis live on the mainland (Mandau), though its seat is on the island.
bengkalis: 14.03.01 14.03.02
rupat: 14.03.10 14.03.11
meranti: 14.10
# Bangka Belitung and the Riau Islands.
belitung: 19.02 19.06
karimun: 21.02
natuna: 21.03
lingga: 21.04
anambas: 21.05
batam: 21.71
belakang padang: 21.71.01
# Islands off Java and Madura.
kepulauan seribu: 31.01
karimunjawa: 33.20.10
bawean: 35.25.17 35.25.18
talango: 35.29.04
giligenting: 35.29.08
sapudi: 35.29.20 35.29.21
raas: 35.29.22
masalembu: 35.29.23
kangean: 35.29.24 35.29.27
sapeken: 35.29.25
# Bali and Nusa Tenggara.
nusa penida: 51.05.01
lombok: 52.01 52.02 52.03 52.08 52.71
timor: 53.01 53.02 53.03 53.04 53.21 53.71
alor: 53.05
pantar: 53.05.06 53.05.09 53.05.14 53.05.16 53.05.17
solor: 53.06.06 53.06.07 53.06.19
adonara: 53.06.08 53.06.09 53.06.10 53.06.11 53.06.12 53.06.13 53.06.17 53.06.18
sumba: 53.11 53.12 53.17 53.18
lembata: 53.13
rote: 53.14
sabu: 53.20
# Kalimantan: the seat of Kotabaru and nearly half its people are on Pulau Laut, those of Nunukan on Nunukan.
maya: 61.11.04
karimata: 61.11.06
pulau laut: 63.02
pulau sembilan: 63.02.01
sebuku: 63.02.05
kalimantan: 63.02.07 63.02.08 63.02.09 63.02.10 63.02.11 63.02.12 63.02.13 63.02.14 63.02.15 63.02.17 63.02.18 63.02.19
derawan: 64.03.07 64.03.11
bunyu: 65.01.10
nunukan: 65.03
sebatik: 65.03.01 65.03.08 65.03.10 65.03.11 65.03.12
kalimantan: 65.03.03 65.03.04 65.03.05 65.03.06 65.03.07 65.03.13 65.03.14 65.03.15 65.03.16 65.03.17 65.03.18 65.03.19 65.03.20 65.03.21
tarakan: 65.71
# Sulawesi and the islands around it.
sangihe: 71.03
talaud: 71.04
siau: 71.09
lembeh: 71.72.01 71.72.08
menui: 72.06.07
peleng: 72.07
togean: 72.09.01 72.09.02 72.09.03 72.09.09 72.09.11 72.09.12
banggai: 72.11
selayar: 73.01
pulau sembilan of sinjai: 73.07.09
liukang: 73.10.01 73.10.02 73.10.03 73.10.13
muna: 74.03 74.13 74.14
buton: 74.04 74.10 74.15 74.72
# The eastern districts of Muna lie across the strait, on Buton.
buton: 74.03.07 74.03.13 74.03.28 74.03.33 74.03.34
kabaena: 74.06.05 74.06.06 74.06.13 74.06.14 74.06.15 74.06.16
wakatobi: 74.07
wawonii: 74.12
talaga: 74.14.05
batu atas: 74.15.04
siompu: 74.15.05 74.15.06
kadatua: 74.15.07
# Maluku.
kei: 81.02 81.72
kei besar: 81.02.03 81.02.04 81.02.05 81.02.17 81.02.18
tanimbar: 81.03
buru: 81.04 81.09
aru: 81.07
maluku barat daya: 81.08
ambon: 81.71 81.01.14 81.01.15 81.01.22
banda: 81.01.09
saparua: 81.01.12 81.01.26
haruku: 81.01.13
nusa laut: 81.01.16
manipa: 81.06.09
kur and tayando: 81.72.03 81.72.04 81.72.05
# North Maluku: the seat of Halmahera Selatan is on Bacan, that of Tidore Kepulauan on Tidore; Oba is on Halmahera.
gebe: 82.02.03
bacan: 82.04
makian: 82.04.01 82.04.10
kayoa: 82.04.02 82.04.11 82.04.12 82.04.13
obi: 82.04.05 82.04.06 82.04.28 82.04.29 82.04.30
halmahera: 82.04.03 82.04.04 82.04.23 82.04.24 82.04.26 82.04.27
sula: 82.05
morotai: 82.07
taliabu: 82.08
ternate: 82.71
moti: 82.71.04
batang dua: 82.71.05
hiri: 82.71.07
tidore: 82.72
halmahera: 82.72.02 82.72.03 82.72.06 82.72.07
# Papua.
yapen: 91.05
biak: 91.06 91.19
raja ampat: 96.03
`;
