namespace Quanta.Formats.Pickles;

/// <content>Globals, calls and states.</content>
internal sealed partial class PickleReader
{
    private void PushGlobal(string module, string name) =>
        Push(_globals.Find($"{module}.{name}") ?? throw _source.Bad($"the pickle refers to the global '{Shown(module)}.{Shown(name)}', "
            + "which is not among those that saved data needs; it was not resolved, and nothing was run."));

    private void PushStackGlobal()
    {
        if (_stack.PopTuple(2) is not [string module, string name]) throw _source.Bad("the pickle is damaged: the name of a global is no text.");
        PushGlobal(module, name);
    }

    private void Call(object?[] callableAndArguments)
    {
        if (callableAndArguments is not [PickleGlobal global, object?[] arguments])
            throw _source.Bad("the pickle is damaged: it calls something that is no global with a tuple of arguments.");
        if (global.Call is null) throw _source.Bad($"the pickle calls '{global.Name}', which is only known as a name.");
        try
        {
            Push(global.Call(arguments, _budget));
        }
        catch (FormatException exception)
        {
            throw _source.Bad($"the pickle's call of '{global.Name}' before byte {_cursor.Position} failed: {exception.Message}.", exception);
        }
    }

    private void CallWithNames(object?[] callableArgumentsAndNames)
    {
        if (callableArgumentsAndNames[2] is not PickleDictionary { Count: 0 })
            throw _source.Bad("the pickle calls a global with named arguments, which no saved data needs.");
        Call(callableArgumentsAndNames[..2]);
    }

    private void CallNamed(string module, string name)
    {
        var arguments = _stack.PopToMark();
        PushGlobal(module, name);
        Call([_stack.Pop(), arguments]);
    }

    private void CallAboveMark(object?[] callableAndArguments)
    {
        if (callableAndArguments.Length == 0) throw _source.Bad("the pickle is damaged: it makes an object of no class.");
        Call([callableAndArguments[0], callableAndArguments[1..]]);
    }

    /// <summary>Gives the object on top its state. Python attributes of a dictionary (a state_dict's _metadata) are not data and are left
    /// out.</summary>
    private void Build(object? state)
    {
        if (_stack.Peek() is PickleDictionary) return;
        var unfinished = Top<PickleUnfinished>("an object that takes a state");
        _stack.Pop();
        var finished = Checked(() => unfinished.Finish(state, _budget));
        Push(finished);
        foreach (var key in unfinished.MemoKeys)
            if (ReferenceEquals(_memo[key], unfinished)) _memo[key] = finished;
    }

    private void PushPersistent(object? id)
    {
        if (_globals.Persistent is not { } load)
            throw _source.Bad("the pickle refers to objects outside itself; it is part of another file format (a PyTorch file?).");
        Push(Checked(() => load(id)));
    }

    private static string Shown(string name) => name.Length <= 100 ? name : name[..100] + "...";
}
