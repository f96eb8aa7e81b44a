namespace Quanta.Formats.Pickles;

/// <summary>What a call makes from its arguments. Memory beyond a constant is charged to the budget before it is allocated.</summary>
/// <exception cref="FormatException">The arguments do not fit; the message completes "the call of ... failed: ".</exception>
internal delegate object? PickleFunction(object?[] arguments, PickleBudget budget);

/// <summary>A Python class or function that pickles may name.</summary>
/// <remarks>Call is null where the global is only ever passed as a value.</remarks>
internal sealed record PickleGlobal(string Name, PickleFunction? Call)
{
    /// <summary>The message for arguments that do not fit.</summary>
    public static FormatException BadArguments() => new("its arguments are not those that a saved value has");
}
