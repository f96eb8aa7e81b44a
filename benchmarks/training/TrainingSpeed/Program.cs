// Training tokens a second, for the arguments of the peer: HIDDEN LAYERS HEADS [THREADS [TOKENS_PER_STEP [CONTEXT [SECONDS]]]].
using System.Diagnostics;
using System.Globalization;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Training;
using Quanta.Numerics.Random;

const int vocabulary = 4096, warmUpSteps = 3;
int Argument(int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
var rung = new LadderRung { Name = "benchmark", Hidden = Argument(0, 64), Layers = Argument(1, 5), Heads = Argument(2, 4), Context = Argument(5, 512) };
var options = new TrainingOptions { Steps = int.MaxValue, TokensPerStep = Argument(4, 8192), ContextTokens = rung.Context, DocumentStartFraction = 1 };
var (threads, seconds) = (Argument(3, Environment.ProcessorCount), Argument(6, 20));

var random = new Philox(1);
var tokens = Enumerable.Range(0, 64 * (rung.Context + 1)).Select(_ => random.NextInt32(vocabulary)).ToArray();
var corpus = TokenDocuments.OfEqualLengths(tokens, 64, rung.Context + 1);
var shape = rung.ToShape(vocabulary);
using var model = DecoderModel.Create(shape, DeviceRegistry.Default, Initialization.Draw(shape, options.Seed));
using var trainer = new Trainer(model, corpus, options, threads);
for (var step = 0; step < warmUpSteps; step++) trainer.Step(); // compiles the code; the peer makes a step before it looks at the clock
var clock = Stopwatch.StartNew();
var done = 0L;
for (; clock.Elapsed.TotalSeconds < seconds; done += options.TokensPerStep) trainer.Step();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"tokens_per_second {done / clock.Elapsed.TotalSeconds:F0}"));
