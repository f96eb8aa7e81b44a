// Milliseconds a training step, and what trained, for the arguments of the peers: TASKS BITS WIDTH BATCH STEPS [THREADS [IMPLEMENTATION]].
using System.Globalization;
using Quanta.ToyModels.Parity.Training;

int Argument(int at) => int.Parse(args[at], CultureInfo.InvariantCulture);
var options = new ParityOptions
{
    Tasks = Argument(0),
    Bits = Argument(1),
    Width = Argument(2),
    BatchSize = Argument(3),
    Steps = Argument(4),
    LogEvery = int.MaxValue,
    Alpha = 1.4,
    TestPoints = 0,
    TestPointsPerTask = 0,
};
var time = TimeSpan.Zero;
var execution = new ParityExecution
{
    Threads = args.Length > 5 ? Argument(5) : Environment.ProcessorCount,
    Implementation = args.Length > 6 ? args[6] : null,
    Clock = TimeProvider.System,
    StepTime = mean => time = mean,
};
ParityTrainer.Train(options, execution); // compiles the code; the peers make a few steps before they look at the clock
var result = ParityTrainer.Train(options, execution);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ms_per_step {time.TotalMilliseconds:F3} {result.Implementation}"));
