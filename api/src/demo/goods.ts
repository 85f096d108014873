/** What the shop of the sample data sells. */
export const goods = {
  bikes: [
    "Corrie 29 mountain bike",
    "Harbour 7 city bike",
    "Larkspur gravel bike",
    "Ridgeway touring bike",
    "Pebble 20 kids' bike",
    "Ember 500 e-bike",
    "Ferry folding bike",
  ],
  camping: [
    "Hollow Two tent",
    "Hollow Four family tent",
    "Drift down sleeping bag",
    "Moss sleeping mat",
    "Cinder gas stove",
    "Glow camp lantern",
    "Portage 65 backpack",
  ],
  clothing: [
    "Gale rain jacket",
    "Thaw down vest",
    "Scree hiking boots",
    "Burr merino shirt",
    "Brook waterproof trousers",
    "Tarn winter gloves",
    "Fern softshell",
  ],
  parts: [
    "Beam 60 front light",
    "Hush brake pads",
    "Loop D-lock",
    "Saddler 20 panniers",
    "Carry rear rack",
    "Grip 42 tyres",
    "Tally bike computer",
    "Shell helmet",
  ],
  mounted: ["Loop D-lock", "Beam 60 front light", "Saddler 20 panniers", "Tally bike computer"],
  electric: ["Beam 60 front light", "Glow camp lantern", "Tally bike computer", "Ember 500 battery"],
} as const;

export type Goods = keyof typeof goods;

export const cities = [
  "Bristol",
  "Gdansk",
  "Porto",
  "Utrecht",
  "Aarhus",
  "Lyon",
  "Bergen",
  "Graz",
  "Turin",
  "Ghent",
  "Tampere",
  "Galway",
  "Zaragoza",
  "Brno",
] as const;

export const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
