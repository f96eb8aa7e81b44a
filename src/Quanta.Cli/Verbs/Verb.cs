using System.Runtime.InteropServices;
using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Discovery;
using Quanta.Discovery.Runs;
using Quanta.Numerics.Processors;
using Quanta.Numerics.Products;

namespace Quanta.Cli.Verbs;

/// <summary>One verb of the command: its options are its properties; it checks, calls stages and renders.</summary>
internal abstract class Verb : CommandArguments
{
    private const double Gigabyte = 1e9;
    private const int Percent = 100;

    [AtLeast(1)]
    [Option("threads", MetaValue = "N", HelpText = "Threads; default: all processors.")]
    public int? Threads { get; set; }

    [Above(0)]
    [Option("memory", MetaValue = "GB", HelpText = "Memory for what grows with the job, in GB; default: half of this machine's.")]
    public double? Memory { get; set; }

    [Option("blas", Default = "auto", MetaValue = "NAME", HelpText = "Matrix products: managed, openblas, mkl or auto.")]
    public string Blas { get; set; } = "auto";

    [Option("quiet", HelpText = "No progress and no notes.")]
    public bool Quiet { get; set; }

    [Option("json", HelpText = "Results as JSON.")]
    public bool Json { get; set; }

    /// <summary>The number of threads to use.</summary>
    protected int ThreadCount => Threads ?? Environment.ProcessorCount;

    /// <summary>Does the work; failures are exceptions with a sentence for the user.</summary>
    public abstract void Execute(VerbContext context);

    protected override void Validate()
    {
        MatrixProducts.Select(Blas);
        (this as IPrefixTokenOptions)?.Check();
        (this as IWindowOptions)?.CheckWindows();
        (this as ISelectionOptions)?.CheckSelection();
    }

    protected Computation Computation(IStageObserver observer)
    {
        var product = MatrixProducts.Select(Blas);
        if (Blas != "auto") observer.Note($"Matrix products by {product.Product.Name}.");
        return new Computation
        {
            Threads = ThreadCount,
            MemoryBytes = (long)(Memory * Gigabyte ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2.0),
            Product = product.Product,
        };
    }

    /// <summary>What stages in a run folder need. Dispose of it: the folder is closed with it.</summary>
    protected RunSession Session(VerbContext context, RunFolder folder)
    {
        var observer = context.Terminal.Observer(Quiet);
        var computation = Computation(observer);
        return new RunSession
        {
            Folder = folder,
            Command = context.CommandLine,
            Observer = observer,
            Computation = computation,
            Cancellation = context.Cancellation,
            Versions = Versions(),
        };
    }

    /// <summary>Does work that reports fractions, and shows them as percent.</summary>
    protected T InPercent<T>(VerbContext context, string work, Func<IProgress<double>, T> run)
    {
        using var progress = context.Terminal.Observer(Quiet).Begin(work, Percent, "percent");
        return run(new FractionProgress(progress, Percent));
    }

    private static Dictionary<string, string> Versions() => new()
    {
        ["quanta"] = typeof(Verb).Assembly.GetName().Version!.ToString(3),
        ["dotnet"] = Environment.Version.ToString(),
        ["instructions"] = InstructionSets.InUse,
        ["os"] = RuntimeInformation.OSDescription,
        ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
    };
}

/// <summary>What every verb is given.</summary>
/// <param name="Terminal">Where results and messages go.</param>
/// <param name="Arguments">The command line, for run.json.</param>
/// <param name="Cancellation">Set when the user interrupts.</param>
internal sealed record VerbContext(Terminal Terminal, IReadOnlyList<string> Arguments, CancellationToken Cancellation)
{
    public string CommandLine => "quanta " + string.Join(' ', Arguments.Select(a => a.Contains(' ', StringComparison.Ordinal) ? $"\"{a}\"" : a));
}
