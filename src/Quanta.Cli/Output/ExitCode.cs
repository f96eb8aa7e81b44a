namespace Quanta.Cli.Output;

/// <summary>What the command's exit code says.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>Something happened that must not: a mistake of ours.</summary>
    public const int Defect = 70;

    public const int Interrupted = 130;
}
