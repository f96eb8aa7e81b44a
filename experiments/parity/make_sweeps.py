"""Writes the sweep definitions of this folder, one JSON file for each experiment of ejmichaud/quantization-model @ 4f4f1a2.

Sizes are the published lists as they came out of int(2 ** linspace(...)), truncation included, so they stand here in full."""
import json
import os

P0 = [4, 6, 9, 12, 17, 24, 33, 45, 62, 85, 117, 160, 219, 301, 413, 566, 776, 1064, 1459, 2000]
P1 = [4, 7, 10, 15, 22, 33, 48, 70, 103, 150, 220, 321, 469, 684, 1000]
P2 = [4, 6, 8, 10, 13, 16, 21, 27, 34, 44, 56, 71, 91, 116, 148, 189, 241, 307, 392, 500]
P4 = [4, 5, 6, 8, 9, 11, 12, 15, 17, 20, 24, 28, 33, 39, 46, 54, 63, 74, 87, 102, 119, 140, 164, 192, 226, 264, 310, 363, 426, 500]
P5 = [9, 12, 15, 18, 22, 27, 34, 42, 51, 63, 78, 96, 118, 145, 178, 219, 269, 331, 406, 500]
P10 = [9, 14, 22, 33, 49, 73, 109, 162, 242, 360, 537, 800]
P11 = [9, 12, 16, 20, 26, 33, 42, 54, 69, 88, 112, 143, 183, 233, 297, 379, 483, 615, 784, 1000]
P12 = [80, 94, 112, 132, 157, 186, 221, 261, 310, 367, 435, 515, 610, 723, 857, 1015, 1203, 1425, 1688, 2000]
P14 = [6, 8, 10, 14, 19, 27, 36, 49, 66, 90, 121, 164, 222, 300]
P15 = [9, 11, 13, 14, 17, 19, 22, 25, 29, 33, 38, 44, 50, 57, 66, 75, 86, 99, 113, 129, 148, 169, 194, 222, 254, 291, 333, 381, 436, 500]
P16 = [9, 14, 21, 31, 45, 66, 96, 140, 205, 300]
P17 = [9, 11, 14, 17, 20, 24, 29, 35, 41, 50, 59, 71, 85, 102, 122, 146, 175, 209, 250, 300]
BOTH0 = [30, 44, 64, 94, 139, 204, 300, 440, 646, 948, 1392, 2043, 3000]
BOTH1 = [9, 14, 20, 29, 41, 60]
D0 = [1000, 1172, 1373, 1610, 1887, 2212, 2592, 3039, 3562, 4175, 4893, 5736, 6723, 7880, 9236, 10826, 12689, 14873, 17433, 20433,
      23950, 28072, 32903, 38566, 45203, 52983, 62101, 72789, 85316, 100000]
D1 = [9999, 12389, 15350, 19019, 23565, 29197, 36174, 44820, 55532, 68803, 85247, 105620, 130862, 162137, 200886, 248896, 308380,
      382080, 473394, 586530, 726705, 900381, 1115563, 1382173, 1712499, 2121769, 2628852, 3257122, 4035543, 4999999]
D7 = [9999, 19947, 39789, 79370, 158322, 315811, 629960, 1256605, 2506596, 4999999]
D8 = [9999, 12955, 16784, 21745, 28172, 36499, 47287, 61263, 79370, 102828, 133220, 172594, 223606, 289695, 375317, 486246, 629960,
      816150, 1057371, 1369886, 1774768, 2299316, 2978899, 3859338, 4999999]
D10 = [1000, 1467, 2154, 3162, 4641, 6812, 10000, 14677, 21544, 31622, 46415, 68129, 100000, 146779, 215443, 316227, 464158, 681292,
       999999, 1467799, 2154434, 3162277, 4641588, 6812920, 9999999]
BOTH_D = [9999, 16784, 28172, 47287, 79370, 133220, 223606, 375317, 629960, 1057371, 1774768, 2978899, 4999999]
ALPHAS17 = [1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8]
ALPHAS9 = [1.1, 1.15, 1.2, 1.25, 1.3, 1.35, 1.4, 1.45, 1.5, 1.55, 1.6, 1.65, 1.7, 1.75, 1.8]
DECAYS = [float(f"{0.001 * 10_000 ** (i / 29):.6g}") for i in range(30)]
RATES = [2.0 ** x for x in range(-12, 4)]
SEEDS = [0, 1, 2]

V1 = dict(counts="Exact", distinctSubsets=False)
V2 = V1
V3 = dict(counts="Exact")
V4 = {}
V5 = dict(stopEarly=True)


def options(trainer, tasks, bits, k, batch, steps, log, test, **others):
    return dict(tasks=tasks, bits=bits, subsetSize=k, batchSize=batch, steps=steps, logEvery=log, testPoints=test, testPointsPerTask=1000, seed=0, **trainer, **others)


def grid(**factors):
    return [dict(option=name, values=values) for name, values in factors.items()]


SWEEPS = {
    "p-scaling-0": ("v1; the published run's seed is lost.", options(V1, 100, 50, 2, 5000, 100_000, 50, 10_000, alpha=1.5), grid(width=P0)),
    "p-scaling-1": ("v1; the published run's seed is lost.", options(V1, 300, 50, 2, 10_000, 100_000, 50, 30_000, alpha=1.5), grid(width=P1)),
    "p-scaling-2": ("v1.", options(V1, 1000, 50, 2, 10_000, 100_000, 50, 30_000, alpha=1.4), grid(width=P2)),
    "p-scaling-3": ("v1.", options(V1, 10_000, 100, 3, 50_000, 200_000, 50, 100_000, alpha=1.3), grid(width=P2)),
    "p-scaling-4": ("v1.", options(V1, 500, 100, 3, 15_000, 200_000, 50, 60_000, alpha=1.4), grid(width=P4)),
    "p-scaling-5": ("v1.", options(V1, 200, 100, 3, 15_000, 200_000, 50, 60_000), grid(width=P5, alpha=[1.2, 1.5, 1.8])),
    "p-scaling-6": ("v1.", options(V1, 200, 100, 3, 20_000, 200_000, 50, 60_000), grid(width=P5, alpha=[1.4, 1.8, 2.2], seed=SEEDS)),
    "p-scaling-7": ("v3.", options(V3, 200, 50, 2, 10_000, 100_000, 100, 5000, alpha=1.2), grid(width=P5)),
    "p-scaling-8": ("v3.", options(V3, 800, 50, 2, 30_000, 100_000, 100, 5000, alpha=1.1), grid(width=P5)),
    "p-scaling-9": ("v3.", options(V3, 800, 200, 2, 30_000, 100_000, 100, 5000, alpha=1.1), grid(width=P5)),
    "p-scaling-10": ("v4.", options(V4, 400, 50, 3, 50_000, 100_000, 500, 1_000_000, alpha=1.2), grid(width=P10, subsetSize=[2, 3, 4, 5])),
    "p-scaling-11": ("v4.", options(V4, 500, 50, 4, 100_000, 100_000, 1000, 1_000_000, alpha=1.3), grid(width=P11)),
    "p-scaling-12": ("v4.", options(V4, 200, 100, 3, 100_000, 100_000, 1000, 1_000_000, alpha=1.5, offset=10), grid(width=P12)),
    "p-scaling-13": ("v4.", options(V4, 400, 100, 3, 100_000, 100_000, 1000, 1_000_000, alpha=1.3, offset=10), grid(width=P12)),
    "p-scaling-14": ("v4.", options(V4, 2000, 80, 2, 100_000, 1_000_000, 5000, 1_000_000, alpha=1.2, offset=10), grid(width=P14)),
    "p-scaling-15": ("v4. Figures 2, 7 and 8.", options(V4, 500, 100, 3, 20_000, 200_000, 100, 1_000_000, alpha=1.4), grid(width=P15)),
    "p-scaling-16": ("v4.", options(V4, 500, 100, 3, 20_000, 100_000, 500, 1_000_000), grid(width=P16, alpha=[1.2, 1.3, 1.4, 1.5])),
    "p-scaling-17": ("v4. Figure 10.", options(V4, 500, 100, 3, 20_000, 100_000, 500, 1_000_000), grid(width=P17, alpha=ALPHAS17, seed=SEEDS)),
    "p-scaling-uniform-0": ("v4-uniform.", options(V4, 500, 100, 3, 20_000, 100_000, 500, 1_000_000, uniform=True), grid(width=P17, seed=SEEDS)),
    "d-scaling-0": ("v2.", options(V2, 500, 100, 3, 15_000, 200_000, 50, 60_000, alpha=1.4, width=1000), grid(examples=D0)),
    "d-scaling-1": ("v2.", options(V2, 200, 100, 3, 20_000, 200_000, 50, 80_000, alpha=1.4, width=500), grid(examples=D1)),
    "d-scaling-2": ("v4.", options(V4, 500, 50, 4, 100_000, 100_000, 1000, 1_000_000, alpha=1.3, width=1000), grid(examples=D1)),
    "d-scaling-3": ("v4.", options(V4, 200, 100, 3, 100_000, 100_000, 1000, 1_000_000, alpha=1.5, offset=10, width=1000), grid(examples=D1)),
    "d-scaling-4": ("v4.", options(V4, 400, 100, 3, 100_000, 100_000, 1000, 1_000_000, alpha=1.3, offset=10, width=1000), grid(examples=D1)),
    "d-scaling-5": ("v4; only indices 24 to 29 were published.", options(V4, 200, 100, 3, 20_000, 200_000, 50, 80_000, alpha=1.4, width=500), grid(examples=D1)),
    "d-scaling-6": ("v4. Figures 2 and 7.", options(V4, 500, 100, 3, 20_000, 1_000_000, 100, 1_000_000, alpha=1.4, width=500), grid(examples=D1)),
    "d-scaling-7": ("v4.", options(V4, 500, 100, 3, 20_000, 500_000, 500, 1_000_000, width=500), grid(examples=D7, alpha=[1.2, 1.3, 1.4, 1.5])),
    "d-scaling-8": ("v4.", options(V4, 500, 100, 3, 20_000, 100_000, 500, 1_000_000, width=500), grid(examples=D8, alpha=ALPHAS9[:9])),
    "d-scaling-9": ("v4. Figures 9 and 10.", options(V4, 500, 100, 3, 20_000, 100_000, 500, 1_000_000, width=500), grid(examples=D8, alpha=ALPHAS9)),
    "d-scaling-10": ("v5.", options(V5, 300, 100, 3, 20_000, 500_000, 500, 1_000_000, width=1000), grid(subsetSize=[2, 3, 4, 5], alpha=ALPHAS9, examples=D10)),
    "d-scaling-11": ("v5.", options(V5, 300, 100, 3, 20_000, 500_000, 50, 1_000_000, width=1000), grid(subsetSize=[2, 3, 4, 5], alpha=ALPHAS9, examples=D10)),
    "both-scaling-0": ("v4.", options(V4, 500, 50, 3, 100_000, 300_000, 1000, 300_000, alpha=1.3), grid(width=BOTH0, examples=BOTH_D)),
    "both-scaling-1": ("v4.", options(V4, 400, 100, 3, 100_000, 300_000, 1000, 300_000, alpha=1.3, offset=10), grid(width=BOTH1, examples=BOTH_D)),
    "onetask-d-scaling-0": ("v2.", options(V2, 1, 200, 2, 10_000, 20_000, 50, 5000, alpha=1.4, width=500), grid(examples=list(range(50, 1991, 20)))),
    "onetask-d-scaling-1": ("v2.", options(V2, 1, 200, 2, 10_000, 20_000, 50, 5000, alpha=1.4, width=500), grid(examples=list(range(1000, 19_001, 1000)))),
    "onetask-d-scaling-2": ("v2.", options(V2, 1, 200, 2, 10_000, 20_000, 50, 5000, alpha=1.4, width=500),
                            grid(examples=list(range(100, 3901, 200)), bits=[10, 25, 50, 75, 100, 150, 200])),
    "onetask-lr-sweep-0": ("v4.", options(V4, 1, 50, 3, 10_000, 20_000, 50, 5000, alpha=1.4, width=100), grid(learningRate=RATES)),
    "weight-decay-0": ("v4.", options(V4, 500, 100, 3, 20_000, 100_000, 500, 1_000_000, alpha=1.2, width=500, examples=2978899), grid(weightDecay=DECAYS)),
    "p-scaling-17-reduced": ("P-scaling-17 on 6 of 20 widths, 4 of 8 alphas, seed 0, and 15,000 of 100,000 steps: to the end of the fit of alpha_S, which is thus as "
                             "published. The losses that alpha_N is fitted to are those of step 14,500, so wide networks are further from their end than narrow ones and alpha_N comes out small.",
                             options(V4, 500, 100, 3, 20_000, 15_000, 500, 1_000_000), grid(width=[9, 17, 35, 71, 146, 300], alpha=[1.2, 1.4, 1.6, 1.8])),
    "d-scaling-9-reduced": ("D-scaling-9 on 6 of 25 sizes and 4 of 15 alphas, stopped by the rule of trainer v5 or after 10,000 steps, evaluated every 100 steps on a fifth of the test "
                            "points. In D-scaling-6 (alpha 1.4) the best step is 5200 at 3,257,122 examples, so what is cut off should be overfitting only.",
                            options(V5, 500, 100, 3, 20_000, 10_000, 100, 200_000, width=500) | dict(testPointsPerTask=200),
                            grid(examples=[61263, 133220, 289695, 629960, 1369886, 2978899], alpha=[1.2, 1.4, 1.6, 1.8])),
}

here = os.path.dirname(os.path.abspath(__file__))
for name, (notes, base, factors) in SWEEPS.items():
    with open(os.path.join(here, name + ".json"), "w", newline="\n") as file:
        lines = ",\n".join("    " + json.dumps(factor) for factor in factors)
        body = ",\n".join(f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in base.items())
        file.write(f'{{\n  "name": "{name}",\n  "notes": {json.dumps(("" if notes[0] in "PD" else "Trainer ") + notes)},\n  "base": {{\n{body}\n  }},\n  "grid": [\n{lines}\n  ]\n}}\n')
